/**
 * Where ink, or a picture, lies on the stage: stage = zoom * its own + (left, top).
 *
 * @typedef {{zoom: number, left: number, top: number}} Placing
 * @typedef {{width: number, height: number}} Size in CSS pixels
 */

const MARGIN = 24;
const MAX_ZOOM = 8; // of a picture: those of MNIST have 28 pixels

/** @type {Placing} */
export const PLAIN = Object.freeze({ zoom: 1, left: 0, top: 0 });

/**
 * Return the placing nearest to `PLAIN` that has all of `box` on the stage. It moves the ink no
 * further than needed, and makes it smaller only if there is too little room.
 *
 * @param {Size} stage
 * @param {import("./ink.js").Box | null} box
 * @returns {Placing}
 */
export function within(stage, box) {
  if (!box) return PLAIN;
  const [left, top, right, bottom] = box;
  if (left >= 0 && top >= 0 && right <= stage.width && bottom <= stage.height) return PLAIN;
  const zoom = Math.min(1, room(stage.width) / (right - left), room(stage.height) / (bottom - top));
  return {
    zoom,
    left: nearest(left * zoom, right * zoom, stage.width),
    top: nearest(top * zoom, bottom * zoom, stage.height),
  };
}

/** Return the placing that shows a whole picture in the middle, as large as possible. */
export function fitted(stage, size) {
  const across = room(stage.width) / size.width;
  const zoom = Math.min(MAX_ZOOM, across, room(stage.height, 64) / size.height);
  return {
    zoom,
    left: (stage.width - zoom * size.width) / 2,
    top: (stage.height - zoom * size.height) / 2,
  };
}

/** Return a box on the stage, `padding` CSS pixels larger on each side. */
export function boxOn({ zoom, left, top }, box, padding = 0) {
  return [
    box[0] * zoom + left - padding,
    box[1] * zoom + top - padding,
    box[2] * zoom + left + padding,
    box[3] * zoom + top + padding,
  ];
}

/** Return the point of the ink at (x, y) of the stage. */
export function toInk({ zoom, left, top }, x, y) {
  return [(x - left) / zoom, (y - top) / zoom];
}

const room = (length, margin = MARGIN) => Math.max(1, length - 2 * margin);

/** Return the shift that brings the range `low` to `high` into the range 0 to `length`. */
function nearest(low, high, length) {
  if (low < MARGIN) return MARGIN - low;
  return high > length - MARGIN ? length - MARGIN - high : 0;
}
