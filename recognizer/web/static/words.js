/** Puts a reading and its confidence into words, as the server does in recognizer/reading/words.py. */

/**
 * The alphabet and the words for its symbols: `alphabet` (its name), `one`, `many`, `anyOne`, `none`,
 * and `call`, which asks for them. `sums` where what is written may be sums.
 */
export const alphabet = document.querySelector("main").dataset;

const WORTH_NAMING = 0.25; // less says nothing: a scribble is not "perhaps a 3"

/** Return a confidence in [0, 1] as "99.1 %", rounded down. It is never 100 or 0: nothing is that sure. */
export function percent(confidence) {
  if (confidence < 0.001) return "< 0.1 %";
  // The server sends six decimals. Floating point may put the last one slightly too low.
  const thousandths = Math.min(Math.floor(confidence * 1000 + 1e-9), 999);
  return `${(thousandths / 10).toFixed(1)} %`;
}

/**
 * Tell whether `digit` is a digit, as read or as the user says. Its text may be a question mark in
 * both cases: one that was written, or one for what was not read.
 */
export const isDigit = (digit) => digit.label !== "";

/** Tell whether a reading has any digit. */
export const hasDigits = (reading) => digitsOf(reading).some(isDigit);

/** Tell whether the best candidate is likely enough to be named. */
export const hasGuess = (digit) => isDigit(digit) || digit.digitness >= WORTH_NAMING;

/** Return the large figures on the tag of a number ("" for none), and the words beside them. */
export function tagWords(number) {
  return [number.digits.some(isDigit) ? number.text : "", number.certainty];
}

/** Return all digits of a reading, in reading order. */
export const digitsOf = (reading) => reading.lines.flat().flatMap((number) => number.digits);

/** Return a message about a new lesson. `reads` is how its ink is read now; "" for no digit. */
export function learned(label, reads) {
  if (reads === label) return `Learned: this is ${named(label)}`;
  return `Noted here. I still see ${named(reads)} in others like it.`;
}

/** Return a label as one speaks of it: "an 8", "no digit", a sign in quotation marks. */
export function named(label) {
  if (!label) return `no ${alphabet.one}`;
  if (!/^[\p{L}\p{N}]$/u.test(label)) return `“${label}”`;
  return `${/^[8AEFHILMNORSX]$/i.test(label) ? "an" : "a"} ${label}`;
}
