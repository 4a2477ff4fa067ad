/** The picture of a path: its points in the order of writing, from pale to bright. As on the board. */

import { shape } from "./svg.js";

const DOT = 0.075; // radii and lengths on a path in [-1, 1]
const RING = 0.15;

/** Return the shapes of `views`: a ring at the beginning, dots and dashes, the numbers of strokes. */
export function pathShapes({ path, numbers }) {
  const [[x, y]] = path;
  const points = path.map((point, turn) => shapeAt(point, path[Math.max(0, turn - 1)], turn / (path.length - 1)));
  return [shape("circle", { class: "ring", cx: x, cy: y, r: RING }), ...points, ...(numbers.length > 1 ? numbers.map(number) : [])];
}

function shapeAt([x, y, lifted], [fromX, fromY], share) {
  if (lifted) {
    const [stepX, stepY] = [(x - fromX) / 4, (y - fromY) / 4];
    return shape("line", { class: "lifted", x1: x - stepX, y1: y - stepY, x2: x + stepX, y2: y + stepY });
  }
  const dot = shape("circle", { class: "dot", cx: x, cy: y, r: DOT });
  dot.style.setProperty("--share", `${100 * share}%`);
  return dot;
}

function number([x, y], index) {
  return shape("text", { x, y }, String(index + 1));
}
