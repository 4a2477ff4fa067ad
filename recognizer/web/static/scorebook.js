/**
 * The score book of this browser, as text like the file of recognizer/play/scorebook.py.
 *
 * @typedef {{set: string, mode: string, began: string, by_hand: boolean, is_over: boolean,
 *   tasks: [string, string, number, number, boolean][], misread: Record<string, number>}} Played
 *   a round: when it began, with the time zone; of each task the prompt, the answer, how many
 *   mistakes, the seconds, and whether it was solved
 */

const PLACE = "scores";
const MAX_ROUNDS = 500; // browsers keep 5 MB: this is a tenth of it
const DAY_CHARACTERS = 10;

export class ScoreBook {
  /**
   * @param {{format: string, version: number}} kind
   * @param {(text: string) => void} warn
   */
  constructor(kind, warn) {
    Object.assign(this, { kind, warn });
    this.rounds = [];
    this.load();
  }

  /** Keep a round in place of what was kept of it before. Another tab may have written meanwhile. */
  keep(played) {
    this.load();
    this.rounds = [...this.rounds.filter(({ began }) => began !== played.began), played].slice(-MAX_ROUNDS);
    try {
      localStorage.setItem(PLACE, JSON.stringify({ ...this.kind, rounds: this.rounds }));
    } catch {
      // Storage is blocked or full: the scores last until the player leaves the page.
    }
  }

  load() {
    let text = null;
    try {
      text = localStorage.getItem(PLACE);
      if (text !== null) this.rounds = roundsIn(text, this.kind);
    } catch {
      if (text !== null) this.setAside(text);
    }
  }

  setAside(text) {
    localStorage.removeItem(PLACE); // first: a full storage has no room for both
    try {
      localStorage.setItem(`${PLACE} damaged`, text);
    } catch {
      // Not even for the longer name: then they are lost.
    }
    this.warn("The scores kept here were damaged, and are set aside");
  }
}

/** Return how many tasks of a round were right at first try. @param {Played} played */
export const firstTries = ({ tasks }) => tasks.filter(([, , mistakes, , isRight]) => isRight && !mistakes).length;

/** Return how long the tasks of a round took. @param {Played} played */
export const secondsOf = ({ tasks }) => tasks.reduce((sum, each) => sum + each[3], 0);

/** Return the finished rounds of one game. @param {Played[]} rounds */
export const roundsOf = (rounds, set, mode) =>
  rounds.filter((each) => each.is_over && each.set === set && each.mode === mode.name);

/**
 * Return the best finished round of one game: of a set number of tasks, the fastest of the rightest; null if all went
 * wrong.
 */
export function best(rounds, set, mode) {
  const isBetter = (one, other) =>
    firstTries(one) - firstTries(other) || (mode.seconds ? 0 : secondsOf(other) - secondsOf(one));
  const some = roundsOf(rounds, set, mode).filter((each) => firstTries(each) > 0);
  return some.reduce((found, each) => (!found || isBetter(each, found) > 0 ? each : found), null);
}

/** Return the days on which something was solved, each once. @param {Played[]} rounds */
export const daysOf = (rounds) =>
  [...new Set(rounds.filter(({ tasks }) => tasks.length).map(({ began }) => began.slice(0, DAY_CHARACTERS)))].sort();

/** Return the last `count` rounds in which something was done. @param {Played[]} rounds */
export const lastOf = (rounds, count) => rounds.filter(({ tasks }) => tasks.length).slice(-count);

/** Return the digits that were misread most in these rounds, the most frequent first. @param {Played[]} rounds */
export function toPractice(rounds, count) {
  const counts = new Map();
  for (const [digit, times] of rounds.flatMap(({ misread }) => Object.entries(misread))) {
    counts.set(digit, (counts.get(digit) ?? 0) + times);
  }
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, count).map(([digit]) => digit);
}

/** Return the time here and now, with the time zone. @param {Date} date */
export function stamped(date) {
  const ahead = -date.getTimezoneOffset();
  const two = (value) => String(Math.floor(value)).padStart(2, "0");
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
  return new Date(date.getTime() + ahead * 60_000).toISOString().slice(0, -1) + zone;
}

function roundsIn(text, { format, version }) {
  const book = JSON.parse(text);
  const isOurs = book.format === format && book.version === version && book.rounds.every(isPlayed);
  if (!isOurs) throw new Error("another format");
  return book.rounds;
}

const isPlayed = ({ set, mode, began, tasks, misread }) =>
  [set, mode, began].every((word) => typeof word === "string") &&
  tasks.every((each) => each.length === 5 && Number.isFinite(each[2]) && Number.isFinite(each[3])) &&
  Object.values(misread).every(Number.isFinite);
