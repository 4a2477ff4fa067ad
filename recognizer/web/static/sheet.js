/** A drawing with its undo steps as text, and back. What many steps share is in the text once. */

import { pointsOf } from "./ink.js";

/** @typedef {import("./drawing.js").Step} Step */

// A stroke never changes, nor does the list of strokes of a step. Each is made text once, and has a
// number from then on. Otherwise long drawings would be slow to keep.
const numbers = new WeakMap(); // of strokes
let runs = new WeakMap(); // of lists of strokes: their ranges of numbers
const texts = new Map(); // of strokes, by number
let count = 0;
const MAX_SPARE_TEXTS = 1000; // more texts that no step needs are dropped

/** @param {{past: Step[], now: Step, future: Step[]}} drawing @returns {string} */
export function asText({ past, now, future }) {
  const steps = JSON.stringify([past, [now], future].map((each) => each.map(packed)));
  const needed = joined([...past, now, ...future].flatMap(({ strokes }) => runsOf(strokes))).flatMap(range);
  if (texts.size > needed.length + MAX_SPARE_TEXTS) {
    texts.clear();
    runs = new WeakMap();
    return asText({ past, now, future });
  }
  const strokes = needed.map((number) => `"${number}":${texts.get(number)}`).join();
  return `{"strokes":{${strokes}},"steps":${steps}}`;
}

/**
 * Return the drawing in a text of `asText`; null if the text is damaged.
 *
 * @returns {{past: Step[], now: Step, future: Step[]} | null}
 */
export function fromText(text) {
  try {
    const kept = JSON.parse(text);
    const strokes = new Map();
    for (const [key, each] of Object.entries(kept.strokes)) {
      const stroke = strokeIn(each);
      strokes.set(Number(key), stroke);
      numbers.set(stroke, Number(key)); // the same numbers as before: unchanged strokes have the same text
      count = Math.max(count, Number(key) + 1);
    }
    const [past, [now], future] = kept.steps.map((each) => each.map((step) => unpacked(step, strokes)));
    return { past, now, future };
  } catch {
    return null;
  }
}

function numberOf(stroke) {
  const number = numbers.get(stroke) ?? count++;
  numbers.set(stroke, number);
  if (!texts.has(number)) texts.set(number, JSON.stringify([stroke.width, pointsOf(stroke)]));
  return number;
}

function strokeIn([width, points]) {
  const isStroke = width > 0 && points.length > 0 && points.flat().every(Number.isFinite);
  if (!isStroke || points.some(({ length }) => length < 3)) throw new Error("no stroke");
  return { width, points: points.map(([x, y, time, pressure = null]) => [x, y, time, pressure]) };
}

/** @param {Step} step */
function packed({ strokes, said, relearning }) {
  const corrections = said.map((each) => [each.strokes.map(numberOf), each.label]);
  return [runsOf(strokes), corrections, relearning];
}

function unpacked([ink, corrections, relearning], strokes) {
  if (ink.some(([from, to]) => !(to - from <= strokes.size))) missing();
  const at = (number) => strokes.get(number) ?? missing();
  const said = corrections.map(([given, label]) => ({ strokes: given.map(at), label: String(label) }));
  const changed = relearning && { out: [...relearning.out], in: [...relearning.in] };
  return { strokes: ink.flatMap(range).map(at), said, relearning: changed };
}

/** Return the numbers of strokes as runs: 0, 1, 2, 5 as [0, 3], [5, 6]. */
function runsOf(strokes) {
  if (runs.has(strokes)) return runs.get(strokes);
  const found = [];
  for (const number of strokes.map(numberOf)) {
    const last = found[found.length - 1];
    if (last?.[1] === number) last[1]++;
    else found.push([number, number + 1]);
  }
  runs.set(strokes, found);
  return found;
}

/** Return runs in order; runs that overlap are merged. */
function joined(spans) {
  const found = [];
  for (const [from, to] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = found[found.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

const range = ([from, to]) => Array.from({ length: to - from }, (_, i) => from + i);

function missing() {
  throw new Error("a stroke that is not there");
}
