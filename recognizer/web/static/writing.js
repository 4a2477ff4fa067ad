/** What a player writes, or types, as an answer: when it is judged, and what begins another. */

import { boundsOf } from "./ink.js";
import { digitsOf, isDigit } from "./words.js";

export const CANNOT_READ = "I cannot read that. Please write it again";
export const WRITE_ON = "Write on, or press Enter if that is all";
const WRITE_ON_SECONDS = 3; // the pen has been up so long before an answer that may go on is asked for the rest
const EMPTY = { strokes: [], said: [], relearning: null };

/**
 * @typedef {{box: number[], strokes: number[], is_unread: boolean}} Doubted a symbol in doubt
 * @typedef {{verdict: string, after: number | null, symbol: Doubted | null, asked: string}} Judgment
 *   as the server gives it: what becomes of the answer, and after how many seconds of pen up; null
 *   if only the player can say that it is all
 */

export class Writing {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {{rightSeconds: number, wrongSeconds: number}} rules
   */
  constructor(drawing, rules) {
    Object.assign(this, { drawing, rules });
    this.typed = this.note = "";
    this.reading = null;
    this.judgment = null; // of what stands there now; null until the server has answered
    this.readyFrom = 0; // since when nothing was written
    this.enteredAt = Infinity;
    this.isJudged = this.isRefused = false;
  }

  get isEmpty() {
    return this.drawing.strokes.length === 0;
  }

  get digits() {
    return this.reading ? digitsOf(this.reading) : [];
  }

  /** What was read, or typed, so far. */
  get text() {
    return this.typed || this.digits.map((each) => (isDigit(each) ? each.label : "?")).join("");
  }

  /** The ink of an answer by hand; a typed one has none. */
  get strokes() {
    return this.typed ? [] : this.drawing.strokes;
  }

  /** Return the ink of a symbol. @param {Doubted} symbol */
  inkOf(symbol) {
    return symbol.strokes.map((place) => this.drawing.strokes[place]);
  }

  /** Begin the answer to another task, on an empty pad. */
  begin(now) {
    this.typed = this.note = "";
    this.isRefused = false;
    this.drawing.restore({ past: [], now: EMPTY, future: [] });
    this.changed(now);
  }

  /** Take note that something was written, or taken back. */
  changed(now) {
    this.readyFrom = now;
    this.enteredAt = Infinity;
    this.isJudged = false;
    this.judgment = null;
    if (this.isEmpty) this.reading = null;
    if (!this.isRefused || this.isEmpty) this.note = "";
  }

  /** Take the answer of the server about what stands there now. */
  accept(said) {
    this.reading = said;
    this.judgment = said.judgment;
  }

  /**
   * Make room for a stroke at (x, y) of the ink. After a refused answer it begins another, unless it
   * comes within `reach` of what was written: then that is being mended.
   */
  beginStroke([x, y], reach) {
    if (this.isRefused && !this.isEmpty) {
      const [left, top, right, bottom] = boundsOf(this.drawing.strokes);
      const isNear = left - reach <= x && x <= right + reach && top - reach <= y && y <= bottom + reach;
      if (!isNear) this.drawing.clear();
    }
    this.isRefused = false;
  }

  /** Add a typed digit; "" takes the last one away. */
  type(digit, now) {
    if (this.isRefused || !this.isEmpty) {
      if (digit) this.typed = "";
      this.drawing.clear();
    }
    this.isRefused = false;
    this.typed = digit ? this.typed + digit : this.typed.slice(0, -1);
    this.changed(now);
  }

  /** Take note that this is all of the answer. */
  enter(now) {
    this.enteredAt = Math.min(this.enteredAt, now);
  }

  /** What becomes of it if nothing more is written. @returns {Judgment | null} */
  outlook(answer) {
    return this.typed ? judgedTyped(this.typed, answer, this.rules) : this.judgment;
  }

  /** When it is judged. It may be over: nobody pays for a slow server. */
  dueAt(answer) {
    const outlook = this.outlook(answer);
    if (this.isJudged || !outlook || outlook.verdict === "wait") return Infinity;
    return Math.min(this.enteredAt, outlook.after === null ? Infinity : this.readyFrom + outlook.after);
  }

  /** When the rest is asked for, because only the player can say that this is all. */
  moreDueAt(answer) {
    const waits = !this.isJudged && !this.note && this.text && this.outlook(answer)?.after === null;
    return waits ? this.readyFrom + WRITE_ON_SECONDS : Infinity;
  }

  askForMore() {
    this.note = WRITE_ON;
  }

  /** Let it stand, with a note, until the player writes another. */
  refuse(note) {
    this.note = note;
    this.isRefused = true;
  }
}

/** As `judge_typed` of recognizer/play/judging.py. @returns {Judgment} */
export function judgedTyped(text, answer, { rightSeconds, wrongSeconds }) {
  const isRight = text === answer;
  const wrongAfter = text.length >= answer.length ? wrongSeconds : null;
  const after = isRight ? rightSeconds : wrongAfter;
  return { verdict: isRight ? "right" : "wrong", after, symbol: null, asked: "" };
}
