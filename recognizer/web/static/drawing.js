/** The drawing: the strokes there are, and the way back. One change is one step. */

const MOST_STEPS = 500;

export class Drawing {
  /** @param {(isLonger: boolean) => void} changed called after each change; was a stroke added? */
  constructor(changed) {
    this.changed = changed;
    /** @type {readonly import("./ink.js").Stroke[]} */
    this.strokes = [];
    this.past = [];
    this.future = [];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  add(stroke) {
    this.become([...this.strokes, stroke], true);
  }

  /** Keep only `strokes`; nothing changes if they are all that there are. */
  keep(strokes) {
    if (strokes.length < this.strokes.length) this.become(strokes);
  }

  clear() {
    this.keep([]);
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  become(strokes, isLonger = false) {
    this.past = [...this.past, this.strokes].slice(-MOST_STEPS);
    this.future = [];
    this.strokes = strokes;
    this.changed(isLonger);
  }

  step(from, to) {
    if (from.length === 0) return;
    to.push(this.strokes);
    this.strokes = from.pop();
    this.changed(false);
  }
}
