/** Where a tag may stand: above what it names, or below, or beside it; over nothing else. */

const GAP = 8; // CSS pixels

/**
 * Return the left and top of a tag of `size` for what lies in `box`, wholly on the stage; null if
 * it would cover something else wherever there is room.
 *
 * @param {import("./placing.js").Size} size
 * @param {import("./ink.js").Box} box
 * @param {import("./placing.js").Size} stage
 * @param {import("./ink.js").Box[]} others not to be covered
 */
export function tagPlace(size, box, stage, others) {
  const free = places(size, box)
    .map(([left, top]) => [kept(left, size.width, stage.width), top])
    .map(([left, top]) => [left, top, left + size.width, top + size.height])
    .filter((place) => place[1] >= 0 && place[3] <= stage.height && !overlaps(place, box));
  if (free.length === 0) return inside(size, box, stage);
  return free.find((place) => !others.some((other) => overlaps(place, other)))?.slice(0, 2) ?? null;
}

export const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function places({ width, height }, [left, top, right, bottom]) {
  const middle = (top + bottom - height) / 2;
  return [
    [right - width, top - GAP - height],
    [right - width, bottom + GAP],
    [right + GAP, middle],
    [left - GAP - width, middle],
  ];
}

function inside(size, [, top, right], stage) {
  const left = kept(right - size.width - GAP, size.width, stage.width);
  return [left, kept(top + GAP, size.height, stage.height)];
}

const kept = (low, length, room) => Math.max(0, Math.min(low, room - length));
