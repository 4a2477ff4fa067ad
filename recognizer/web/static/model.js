/** A number in dots, to be traced. The dots come in the order of writing. */

import { shape } from "./svg.js";

const MARGIN = 0.06; // in heights of a digit, as all that follows
const RADIUS = 0.014;
const DOT_MS = 22; // from one dot to the next

/**
 * Return the shapes of a number, and their view box.
 *
 * @param {string} number
 * @param {{models: number[][][], advance: number}} rules the dots of each digit
 */
export function model(number, { models, advance }) {
  const dots = [...number].flatMap((digit, k) => models[Number(digit)].map(([x, y]) => [x + k * advance, y]));
  const width = advance * number.length + 2 * MARGIN;
  const box = [-MARGIN, -MARGIN, width, 1 + 2 * MARGIN].join(" ");
  const shapes = dots.map(([cx, cy], k) => {
    const dot = shape("circle", { cx, cy, r: RADIUS });
    dot.style.animationDelay = `${k * DOT_MS}ms`;
    return dot;
  });
  return { box, shapes };
}
