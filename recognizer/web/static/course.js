/** How a round goes: writing is judged, doubts are asked about, the clock runs or stands. */

import { Watch } from "./watch.js";
import { CANNOT_READ, WRITE_ON } from "./writing.js";

const CHEER_SECONDS = 0.8; // a solved task stays so long; the next stroke ends that, too
const WATCH_SLACK_SECONDS = 1e-3; // timers of browsers may come a little early

/** What goes on with the task at hand. @enum {string} */
export const Phase = Object.freeze({ WRITE: "write", ASK: "ask", TRACE: "trace", CHEER: "cheer", OVER: "over" });

/** All times are seconds of one clock, passed in as `now`. */
export class Course {
  /**
   * @param {import("./round.js").Round} round
   * @param {import("./writing.js").Writing} writing
   * @param {() => void} finished called whenever a task is done
   */
  constructor(round, writing, finished, now) {
    Object.assign(this, { round, writing, finished });
    this.watch = new Watch();
    this.phase = Phase.WRITE;
    this.task = round.current; // while it is cheered, one that is done
    this.byHand = true; // whether nothing was typed
    this.asked = null; // the judgment in doubt
    this.misread = []; // the digits that were taken for others
    this.answers = []; // right ones: {task, strokes}; typed ones have no strokes
    this.cheeredFrom = 0;
    this.shownSeconds = 0;
    this.stops = new Set(); // why the game stands: "away", "server"
    writing.begin(now);
    this.run(now);
  }

  get text() {
    return this.phase === Phase.CHEER ? this.task.answer : this.writing.text;
  }

  get note() {
    return this.phase === Phase.CHEER ? "" : this.writing.note;
  }

  get isOpen() {
    return this.phase === Phase.WRITE || this.phase === Phase.TRACE;
  }

  get isPaused() {
    return this.stops.has("away");
  }

  /** When `keepTime` must be called. */
  get due() {
    if (this.stops.size) return Infinity;
    if (this.phase === Phase.CHEER) return this.cheeredFrom + CHEER_SECONDS;
    const check = this.isOpen ? this.writing.dueAt(this.task.answer) : Infinity;
    const { mode } = this.round;
    return Math.min(check, this.moreDue, mode.showsTime ? this.watch.when(this.shownSeconds + 1) : Infinity);
  }

  /** Whether the rest of the answer is waited for, and that was said. */
  get asksForMore() {
    return this.phase === Phase.WRITE && this.writing.note === WRITE_ON;
  }

  get moreDue() {
    return this.phase === Phase.WRITE ? this.writing.moreDueAt(this.task.answer) : Infinity;
  }

  /** Do what is due. `isBusy` while the pen is down, or the server is asked. */
  keepTime(now, isBusy) {
    if (this.stops.size) return;
    this.shownSeconds = Math.floor(this.watch.seconds(now) + WATCH_SLACK_SECONDS);
    if (this.phase === Phase.CHEER && now >= this.cheeredFrom + CHEER_SECONDS) this.goOn(now);
    this.judge(now, isBusy);
    if (!isBusy && now + WATCH_SLACK_SECONDS >= this.moreDue) this.writing.askForMore();
    const isLate = this.phase === Phase.WRITE && this.round.isOver(this.shownSeconds);
    if (isLate && !isBusy) this.end(now);
  }

  /** Take note that something was written, or taken back: that answers a question, too. */
  changed(now) {
    if (this.phase === Phase.ASK) this.write(now);
    this.writing.changed(now);
  }

  beginStroke(spot, reach, now) {
    if (this.phase === Phase.CHEER) this.goOn(now);
    if (this.phase === Phase.WRITE) this.writing.typed = "";
    this.writing.beginStroke(spot, reach);
  }

  type(digit, now) {
    if (this.phase === Phase.CHEER) this.goOn(now);
    if (!this.isOpen) return;
    if (digit) this.byHand = false;
    this.writing.type(digit, now);
  }

  /** Take away all that was typed. */
  clearTyped(now) {
    this.writing.typed = "";
    this.changed(now);
  }

  /** The player says that this is all. */
  enter(now, isBusy) {
    if (this.phase === Phase.CHEER) {
      this.goOn(now);
    } else {
      this.writing.enter(now);
      this.judge(now, isBusy);
    }
  }

  /**
   * Take the player's word on the symbol in doubt: yes counts.
   *
   * @returns {{strokes: object[], label: string} | null} what may be learned
   */
  say(isAsked, now) {
    if (this.phase !== Phase.ASK) return null;
    const { asked } = this;
    this.write(now);
    if (isAsked) {
      this.misread.push(asked.asked);
      this.solve(now, now);
      return { strokes: this.writing.inkOf(asked.symbol), label: asked.asked };
    }
    if (asked.symbol.is_unread) this.writing.refuse(CANNOT_READ);
    else this.miss(now);
    return null;
  }

  skip(now) {
    if (this.phase === Phase.CHEER) {
      this.goOn(now);
    } else if (this.phase !== Phase.OVER) {
      this.round.giveUp(this.watch.seconds(now));
      this.finished();
      this.goOn(now);
    }
  }

  /** Show the answer, to be traced. */
  showAnswer(now) {
    this.phase = Phase.TRACE;
    if (!this.task.is_copy) this.watch.stop(now);
    this.writing.begin(now);
  }

  /** Let the clock stand, for a reason. */
  stop(now, why) {
    this.stops.add(why);
    this.watch.stop(now);
  }

  /** Let it run again, unless there is another reason. */
  go(now, why) {
    if (this.stops.delete(why)) this.run(now);
  }

  run(now) {
    const runs = this.phase === Phase.WRITE || (this.phase === Phase.TRACE && this.task.is_copy);
    if (runs && !this.stops.size) this.watch.start(now);
  }

  write(now) {
    this.phase = Phase.WRITE;
    this.asked = null;
    this.run(now);
  }

  /** Begin the next task, or end the round. */
  goOn(now) {
    if (this.round.isOver(this.watch.seconds(now))) {
      this.end(now);
      return;
    }
    this.task = this.round.current;
    this.write(now);
    this.writing.begin(now);
  }

  /** Judge what was written, if its time has come. What counts is when that was. */
  judge(now, isBusy) {
    if (!this.isOpen || isBusy || this.stops.size) return;
    const at = this.writing.dueAt(this.task.answer);
    if (at > now + WATCH_SLACK_SECONDS) return;
    const judgment = this.writing.outlook(this.task.answer);
    this.writing.isJudged = true;
    if (judgment.verdict === "right") this.solve(Math.min(at, now), now);
    else if (this.phase === Phase.WRITE) this.notRight(judgment, now);
  }

  solve(at, now) {
    if (this.phase === Phase.TRACE && !this.task.is_copy) {
      this.skip(now); // the answer was shown: the task comes again
      return;
    }
    this.answers.push({ task: this.task, strokes: this.writing.strokes });
    this.watch.stop(at);
    this.round.solve(this.watch.seconds(at));
    this.phase = Phase.CHEER;
    this.cheeredFrom = now;
    this.finished();
  }

  notRight(judgment, now) {
    if (judgment.verdict === "ask") {
      this.phase = Phase.ASK;
      this.asked = judgment;
      this.writing.note = ""; // more is not asked for any longer
      this.round.questions++;
      this.watch.stop(now);
    } else if (judgment.verdict === "unread") {
      this.writing.refuse(CANNOT_READ);
    } else {
      this.miss(now);
    }
  }

  miss(now) {
    const read = this.text;
    if (this.round.miss()) {
      this.showAnswer(now);
      this.writing.note = `I read ${read}. This is it: trace it`;
    } else {
      this.writing.refuse(`I read ${read}. Try again`);
    }
  }

  end(now) {
    this.watch.stop(now);
    this.phase = Phase.OVER;
  }
}
