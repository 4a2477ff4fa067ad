/** A drawing with its way back as text, and back again. What many steps share is in it once. */

import { pointsOf } from "./ink.js";

/** @typedef {import("./drawing.js").Step} Step */

const texts = new WeakMap(); // of strokes, which never change

/** @param {{past: Step[], now: Step, future: Step[]}} drawing @returns {string} */
export function asText({ past, now, future }) {
  const places = new Map();
  const steps = [past, [now], future].map((each) => each.map((step) => packed(step, places)));
  const strokes = Array.from(places.keys(), textOf).join();
  return `{"strokes":[${strokes}],"steps":${JSON.stringify(steps)}}`;
}

/**
 * Return the drawing that `asText` has written; null if it is damaged.
 *
 * @returns {{past: Step[], now: Step, future: Step[]} | null}
 */
export function fromText(text) {
  try {
    const kept = JSON.parse(text);
    const strokes = kept.strokes.map(strokeIn);
    const [past, [now], future] = kept.steps.map((each) => each.map((step) => unpacked(step, strokes)));
    return { past, now, future };
  } catch {
    return null;
  }
}

function textOf(stroke) {
  if (!texts.has(stroke)) texts.set(stroke, JSON.stringify([stroke.width, pointsOf(stroke)]));
  return texts.get(stroke);
}

function strokeIn([width, points]) {
  const isStroke = width > 0 && points.length > 0 && points.flat().every(Number.isFinite);
  if (!isStroke || points.some(({ length }) => length < 3)) throw new Error("no stroke");
  return { width, points: points.map(([x, y, time, pressure = null]) => [x, y, time, pressure]) };
}

/** Return a step with strokes by their place among all of `places`, which gets the new ones. */
function packed({ strokes, said, relearning }, places) {
  const placeOf = (stroke) => {
    if (!places.has(stroke)) places.set(stroke, places.size);
    return places.get(stroke);
  };
  const corrections = said.map((each) => [each.strokes.map(placeOf), each.label]);
  return [runs(strokes.map(placeOf)), corrections, relearning];
}

function unpacked([ink, corrections, relearning], strokes) {
  const at = (place) => strokes[place] ?? missing();
  const said = corrections.map(([places, label]) => ({ strokes: places.map(at), label: String(label) }));
  const changed = relearning && { out: [...relearning.out], in: [...relearning.in] };
  return { strokes: ink.flatMap(([from, to]) => range(from, to).map(at)), said, relearning: changed };
}

/** Return whole numbers as runs: 0, 1, 2, 5 as [0, 3], [5, 6]. */
function runs(places) {
  const found = [];
  for (const place of places) {
    const last = found[found.length - 1];
    if (last?.[1] === place) last[1]++;
    else found.push([place, place + 1]);
  }
  return found;
}

const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

function missing() {
  throw new Error("a stroke that is not there");
}
