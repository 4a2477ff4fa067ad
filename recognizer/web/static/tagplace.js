/** The place of a tag: above the number that it names, below it or beside it. */

const GAP_PIXELS = 8; // in CSS pixels

/**
 * Return the left and top of a tag of `size` for the number in `box`. All of the tag is on the
 * stage. Null if it would cover something else at every place.
 *
 * @param {import("./placing.js").Size} size
 * @param {import("./ink.js").Box} box
 * @param {import("./placing.js").Size} stage
 * @param {import("./ink.js").Box[]} others boxes that it must not cover
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
    [right - width, top - GAP_PIXELS - height],
    [right - width, bottom + GAP_PIXELS],
    [right + GAP_PIXELS, middle],
    [left - GAP_PIXELS - width, middle],
  ];
}

function inside(size, [, top, right], stage) {
  const left = kept(right - size.width - GAP_PIXELS, size.width, stage.width);
  return [left, kept(top + GAP_PIXELS, size.height, stage.height)];
}

const kept = (low, length, room) => Math.max(0, Math.min(low, room - length));
