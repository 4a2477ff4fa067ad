/** How a reading and its confidence are put into words: the server's, see recognizer/reading/words.py. */

/** What may be written, and what it is called: `alphabet` (its name), `one`, `many`, `anyOne`, `none`. */
export const alphabet = document.querySelector("main").dataset;

const WORTH_NAMING = 0.25; // what is surely no digit is not said to be perhaps a 3

/** Return a confidence in [0, 1] as "99.1 %", rounded down; never 100 or 0: nobody knows that. */
export function percent(confidence) {
  if (confidence < 0.001) return "< 0.1 %";
  // The server has six decimals; the last of them may lie a hair below what it says.
  const thousandths = Math.min(Math.floor(confidence * 1000 + 1e-9), 999);
  return `${(thousandths / 10).toFixed(1)} %`;
}

/**
 * Tell whether `digit` is one, as read or as the user says. What was read as none has a question
 * mark as its text; what the user says is none has no text.
 */
export const isDigit = (digit) => !["", "?"].includes(digit.text);

/** Tell whether there is any digit in a reading. */
export const hasDigits = (reading) => digitsOf(reading).some(isDigit);

/** Tell whether it is worth naming a digit that this might be. */
export const hasGuess = (digit) => isDigit(digit) || digit.digitness >= WORTH_NAMING;

/** Return the figures that a number's tag shows large ("" for none), and the words beside. */
export function tagWords(number) {
  return [number.digits.some(isDigit) ? number.text : "", number.certainty];
}

/** Return a reading as one phrase, to be spoken. */
export function spoken(reading) {
  if (hasDigits(reading)) return `${reading.text.split("\n").join("; ")}, ${reading.certainty}`;
  const numbers = reading.lines.flat();
  return numbers.length ? numbers.map((number) => tagWords(number)[1]).join("; ") : "Nothing to read";
}

/** Return all that was read as digits, in reading order. */
export const digitsOf = (reading) => reading.lines.flat().flatMap((number) => number.digits);

/** Return what a lesson has changed: what is read of such ink now, "" for no digit. */
export function learned(label, reads) {
  if (reads === label) return `Learned: this is ${named(label)}`;
  return `Noted here. I still see ${named(reads)} in others like it.`;
}

const named = (label) => (label ? `${/^[8AEFHILMNORSX]$/i.test(label) ? "an" : "a"} ${label}` : `no ${alphabet.one}`);
