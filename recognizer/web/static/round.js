/** A round of a game: which task comes next, and what was answered. As recognizer/play/round.py. */

/**
 * @typedef {{prompt: string, answer: string, before: string, after: string, is_copy: boolean}} Task
 * @typedef {{task: Task, mistakes: number, seconds: number, isRight: boolean}} Solved
 *   after how many mistakes, in how many seconds; not right if it was skipped or shown
 * @typedef {{name: string, title: string, tasks: number, seconds: number, showsTime: boolean}} Mode
 */

export class Round {
  /**
   * @param {Task[]} tasks more than are solved in a round; else the first ones come again
   * @param {Mode} mode
   * @param {{maxMistakes: number, againAfter: number, maxQuestions: number}} rules
   */
  constructor(tasks, mode, rules) {
    Object.assign(this, { tasks, mode, rules });
    this.place = 0;
    /** @type {Solved[]} */
    this.done = [];
    this.again = []; // tasks that come again, and when
    this.mistakes = this.began = this.questions = 0;
    this.current = this.next();
  }

  get mayAsk() {
    return this.questions < this.rules.maxQuestions;
  }

  /** Tell whether it is over, after so many seconds of it. */
  isOver(seconds) {
    return this.mode.tasks ? this.done.length >= this.mode.tasks : seconds >= this.mode.seconds;
  }

  /** The task at hand was answered right. */
  solve(seconds) {
    this.finish(seconds, true);
  }

  /** Take note of a wrong answer. Return whether it was the last: then the answer is shown. */
  miss() {
    this.mistakes++;
    return this.mistakes >= this.rules.maxMistakes;
  }

  /** Go on without an answer. A task that was tried comes again; one that was skipped at once does not. */
  giveUp(seconds) {
    if (this.mistakes) this.again.push({ at: this.done.length + 1 + this.rules.againAfter, task: this.current });
    this.finish(seconds, false);
  }

  finish(seconds, isRight) {
    this.done.push({ task: this.current, mistakes: this.mistakes, seconds: seconds - this.began, isRight });
    this.mistakes = 0;
    this.began = seconds;
    const due = this.again.findIndex(({ at }) => at <= this.done.length);
    this.current = due < 0 ? this.next() : this.again.splice(due, 1)[0].task;
  }

  next() {
    return this.tasks[this.place++ % this.tasks.length];
  }
}

/** Tell whether a task was right without a mistake. @param {Solved} solved */
export const atFirstTry = ({ isRight, mistakes }) => isRight && mistakes === 0;

/** Return how many of the last tasks were right at first try, and the longest run. @param {Solved[]} done */
export function streaks(done) {
  let [now, best] = [0, 0];
  for (const each of done) {
    now = atFirstTry(each) ? now + 1 : 0;
    best = Math.max(best, now);
  }
  return { now, best };
}
