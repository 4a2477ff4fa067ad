/**
 * Ink: the movement of the pen, as vectors. The pad is drawn from it.
 *
 * @typedef {[number, number, number, number | null]} Point
 *   x to the right and y down, in CSS pixels of an unscaled pad; seconds; pressure in (0, 1), or
 *   null if no pen has measured it
 * @typedef {{points: Point[], width: number}} Stroke
 *   from pen down to pen up; `width` of the line in the unit of x and y. Never changed after pen up.
 * @typedef {[number, number, number, number]} Box left, top, right, bottom
 */

/** Return the ink in the format of the server, which recognizer/ink/ describes. */
export function asRecord(strokes) {
  return {
    strokes: strokes.map(pointsOf),
    pen_widths: strokes.map((stroke) => stroke.width),
  };
}

/** Return the points of a stroke, rounded as fine as a hand can draw. An unknown pressure is left out. */
export const pointsOf = (stroke) => stroke.points.map(tidy);

/** @param {Point} point */
function tidy([x, y, time, pressure]) {
  const plain = [rounded(x, 100), rounded(y, 100), rounded(time, 1000)];
  return pressure === null ? plain : [...plain, rounded(pressure, 1000)];
}

const rounded = (value, parts) => Math.round(value * parts) / parts;

/** Return the box around the middle of the lines; null without ink. @returns {Box | null} */
export function boundsOf(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of strokes) {
    for (const [x, y] of points) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return left <= right ? [left, top, right, bottom] : null;
}

/** Tell whether an eraser of radius `reach` touches `stroke` on its way from `begin` to `end`. */
export function isTouched(stroke, begin, end, reach) {
  const near = reach + stroke.width / 2;
  const { points } = stroke;
  return points.some((point, i) => distance(points[Math.max(0, i - 1)], point, begin, end) <= near);
}

/** Return the distance between the lines a to b and c to d; 0 if they cross. */
function distance(a, b, c, d) {
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return 0;
  return Math.min(toLine(a, c, d), toLine(b, c, d), toLine(c, a, b), toLine(d, a, b));
}

const side = (a, b, p) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

/** Return the distance of `p` from the line `a` to `b`. */
function toLine(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.min(Math.max(along, 0), 1);
  return Math.hypot(p[0] - a[0] - part * dx, p[1] - a[1] - part * dy);
}
