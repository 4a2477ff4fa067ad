/**
 * The sums of a reading, as recognizer/web/sums.py sends them. Readings of other alphabets have none.
 *
 * @typedef {{text: string, outcome: string, trouble: string, forms: string[], box: Box, tree: object,
 *   unsure: number[], symbols: {index: number, label: string}[], answers: Piece[][], result: Box,
 *   answer: string, form: number, mark: string, words: string}} Sum
 *   the last four are what is said of it, see marking.js: `answer` in one of its `forms`, a `mark`
 *   ("right", "wrong", "trouble"), and `words` in the panel; "" for nothing
 * @typedef {{text: string, box: Box}} Piece
 * @typedef {import("./ink.js").Box} Box
 */

import { hasDigits, tagWords } from "./words.js";

/**
 * Return what stands on the page, in reading order: its sums, and lines of numbers that are in none.
 *
 * @returns {{sum?: Sum, numbers?: object[]}[]}
 */
export function partsOf(reading) {
  const owners = new Map();
  for (const sum of reading.sums ?? []) for (const { index } of sum.symbols) owners.set(index, sum);
  const told = new Set();
  let next = 0;
  return reading.lines.flatMap((line) => {
    const [sums, numbers] = [[], []];
    for (const number of line) {
      const owned = number.digits.map(() => owners.get(next++));
      for (const sum of owned) if (sum && !told.has(sum)) sums.push({ sum }) && told.add(sum);
      const digits = number.digits.filter((_, i) => !owned[i]);
      if (digits.length === owned.length) numbers.push(number);
      else if (digits.length) numbers.push({ ...number, digits, text: digits.map(({ text }) => text).join("") });
    }
    return numbers.length ? [...sums, { numbers }] : sums;
  });
}

/** Return the numbers of a reading that are in no sum. */
export const numbersBeside = (reading) => partsOf(reading).flatMap(({ numbers }) => numbers ?? []);

/** Return a sum as text, with the answer that it asks for. */
export const completed = ({ text, outcome, answer }) => text + (outcome === "answer" ? answer : "");

/** Return a reading as text, with the answers of its sums. */
export function textOf(reading) {
  const text = ({ sum, numbers }) => (sum ? completed(sum) : numbers.map((each) => each.text).join(" "));
  return reading.sums?.length ? partsOf(reading).map(text).join("\n") : reading.text;
}

/** Return a reading as one phrase, for a screen reader. */
export function spoken(reading) {
  if (reading.sums?.length) {
    const words = ({ sum, numbers }) =>
      sum ? [completed(sum), sum.words].filter(Boolean).join(", ") : numbers.map(({ text }) => text).join(" ");
    return partsOf(reading).map(words).join("; ");
  }
  if (hasDigits(reading)) return `${reading.text.split("\n").join("; ")}, ${reading.certainty}`;
  const numbers = reading.lines.flat();
  return numbers.length ? numbers.map((number) => tagWords(number)[1]).join("; ") : "Nothing to read";
}
