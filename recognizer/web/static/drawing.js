/**
 * The drawing: its strokes, what the user has said about them, and the steps to undo and redo. One
 * change is one step.
 *
 * @typedef {import("./ink.js").Stroke} Stroke
 * @typedef {{strokes: Stroke[], label: string}} Correction
 *   all strokes of one digit, and its label as the user says; "" for no digit
 * @typedef {{out: object[], in: object[]}} Relearning lessons to remove, and lessons to add
 * @typedef {{strokes: readonly Stroke[], said: readonly Correction[],
 *   relearning: Relearning | null}} Step
 *   the drawing at that time, and the lessons that change on the way there
 */

const MAX_STEPS = 500;

export class Drawing {
  /**
   * @param {(what: "stroke" | "words" | "more") => void} changed called after each change: with
   *   "stroke" for a new stroke, "words" for a new correction, "more" for any other change
   * @param {(relearning: Relearning) => void} relearn
   */
  constructor(changed, relearn) {
    this.changed = changed;
    this.relearn = relearn;
    /** @type {Step} */
    this.now = { strokes: [], said: [], relearning: null };
    /** @type {Step[]} */
    this.past = [];
    /** @type {Step[]} */
    this.future = [];
  }

  get strokes() {
    return this.now.strokes;
  }

  get said() {
    return this.now.said;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  add(stroke) {
    this.become("stroke", [...this.strokes, stroke], this.said);
  }

  /** Keep only `strokes`. Nothing changes if these are all strokes of the drawing. */
  keep(strokes) {
    if (strokes.length === this.strokes.length) return;
    const left = new Set(strokes);
    const said = this.said.filter((each) => each.strokes.every((stroke) => left.has(stroke)));
    this.become("more", strokes, said);
  }

  clear() {
    this.keep([]);
  }

  /**
   * Correct one digit, and learn from it.
   *
   * @param {Correction} correction
   * @param {Relearning} relearning
   */
  correct(correction, relearning) {
    const { strokes } = correction;
    const others = this.said.filter((each) => !each.strokes.some((one) => strokes.includes(one)));
    this.relearn(relearning);
    this.become("words", this.strokes, [...others, correction], relearning);
  }

  /**
   * Forget lessons, and the corrections of their ink.
   *
   * @param {(each: Correction) => boolean} isOfThem
   * @param {Relearning} relearning
   */
  forget(isOfThem, relearning) {
    this.relearn(relearning);
    this.become("words", this.strokes, this.said.filter((each) => !isOfThem(each)), relearning);
  }

  /** Go on with a drawing that was kept. @param {{past: Step[], now: Step, future: Step[]}} kept */
  restore(kept) {
    Object.assign(this, kept);
    this.changed("more");
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  become(what, strokes, said, relearning = null) {
    const before = { ...this.now, relearning: reversed(relearning) };
    this.past = [...this.past, before].slice(-MAX_STEPS);
    this.future = [];
    this.now = { strokes, said, relearning: null };
    this.changed(what);
  }

  step(from, to) {
    if (from.length === 0) return;
    const next = from.pop();
    to.push({ ...this.now, relearning: reversed(next.relearning) });
    this.now = { ...next, relearning: null };
    if (next.relearning) this.relearn(next.relearning);
    this.changed("more");
  }
}

const reversed = (relearning) => relearning && { out: relearning.in, in: relearning.out };
