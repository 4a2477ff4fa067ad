/** Playing: a round at the pad, from what is written to what the server says of it. */

import { Course, Phase } from "./course.js";
import { Drawing } from "./drawing.js";
import { Hand } from "./hand.js";
import { asRecord, boundsOf } from "./ink.js";
import { KeptLessons } from "./keptlessons.js";
import { toInk, within } from "./placing.js";
import { PlayAsking } from "./playasking.js";
import { Round } from "./round.js";
import { stamped } from "./scorebook.js";
import { Surface } from "./surface.js";
import { Writing } from "./writing.js";

const MEND_SHARE = 0.037; // of the smaller side: a stroke so near to a wrong answer mends it
const RETRY_MS = 2000;

const seconds = () => performance.now() / 1000;

export class Playing {
  /**
   * @param {HTMLElement} stage holds the canvas `#pad`
   * @param {object} rules as recognizer/web/play.py has them
   * @param {import("./scorebook.js").ScoreBook} book
   * @param {{shown: () => void, over: (end: object) => void, trouble: (error: Error | null) => void}} heard
   *   `shown` when something is to be seen, `over` at the end of a round, `trouble` while the server
   *   does not answer, and with null when it does again
   */
  constructor(stage, rules, book, heard) {
    Object.assign(this, { stage, rules, book, heard });
    this.asking = new PlayAsking();
    this.drawing = new Drawing((what) => this.inkChanged(what), () => {});
    this.surface = new Surface(stage.querySelector("#pad"));
    this.hand = new PlayersHand(this.drawing, this.surface, {
      began: (x, y) => this.beginStroke(x, y),
      ended: () => this.follow(),
    });
    this.writing = new Writing(this.drawing, rules);
    this.lessons = new KeptLessons(() => this.writing.isEmpty || this.read());
    this.lessons.renewBy(this.asking);
    /** @type {Course | null} */
    this.course = null;
    this.isAsking = false;
    new ResizeObserver(() => this.fit()).observe(stage);
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
    addEventListener("blur", () => this.pause());
  }

  /** Begin a round. @param {{set: string, title: string, tasks: object[]}} given as the server gives them */
  begin(given, mode) {
    this.given = given;
    this.began = stamped(new Date());
    this.course = null;
    const round = new Round(given.tasks, mode, this.rules);
    this.course = new Course(round, this.writing, () => this.finished(), seconds());
    this.fit();
    this.follow();
  }

  // What the player does

  /** Do something with the course, and show what comes of it. @param {(course: Course, now: number) => void} deed */
  do(deed) {
    this.goOn();
    if (!this.course) return;
    deed(this.course, seconds());
    this.follow();
  }

  type(digit) {
    this.do((course, now) => course.type(digit, now));
  }

  /** Take the last typed digit away. */
  erase() {
    this.type("");
  }

  enter() {
    if (this.course?.isPaused) this.goOn();
    else this.do((course, now) => {
      if (course.phase === Phase.ASK) this.say(true);
      else course.enter(now, this.isBusy);
    });
  }

  skip() {
    this.do((course, now) => course.skip(now));
  }

  showAnswer() {
    this.do((course, now) => course.showAnswer(now));
  }

  /** Answer the question whether a symbol is the asked one. Yes counts, and teaches if the browser may learn. */
  say(isAsked) {
    this.do((course, now) => {
      const taught = course.say(isAsked, now);
      if (taught && this.lessons.isOn) this.teach(taught);
    });
  }

  undo() {
    this.change(() => this.drawing.undo());
  }

  clear() {
    this.change((course, now) => (this.writing.typed ? course.clearTyped(now) : this.drawing.clear()));
  }

  change(deed) {
    this.do((course, now) => {
      this.hand.drop();
      deed(course, now);
    });
  }

  pause() {
    if (!this.course || this.course.phase === Phase.OVER) return;
    this.hand.drop();
    this.course.stop(seconds(), "away");
    this.follow();
  }

  goOn() {
    this.course?.go(seconds(), "away");
    this.follow();
  }

  /** End the round before its time: what was done counts. */
  stop() {
    if (this.course?.round.done.length) this.finish(false);
    else this.leave();
  }

  /** Forget the round. */
  leave() {
    this.course = null;
    clearTimeout(this.clock);
    this.asking.forget();
    this.hand.drop();
  }

  async teach({ strokes, label }) {
    try {
      const { lesson } = await this.asking.lesson(asRecord(strokes), label, this.lessons.sent);
      this.lessons.relearn(this.lessons.with(lesson));
    } catch {
      // It counts all the same; only nothing is learned of it.
    }
  }

  // What is written

  beginStroke(x, y) {
    this.goOn();
    if (!this.course) return;
    const { placing } = this.surface;
    const near = MEND_SHARE * Math.min(this.stage.clientWidth, this.stage.clientHeight);
    this.course.beginStroke(toInk(placing, x, y), near / placing.zoom, seconds());
    this.follow();
  }

  /** @param {"stroke" | "more"} what as `Drawing` tells it */
  inkChanged(what) {
    if (what === "more") this.fit();
    this.course?.changed(seconds());
    this.read();
  }

  get isBusy() {
    return this.hand.isDown || this.isAsking;
  }

  /** Ask the server what becomes of what was written. */
  async read() {
    const { course, writing } = this;
    if (!course || writing.isEmpty) {
      this.asking.forget();
      this.isAsking = false;
      return;
    }
    this.isAsking = true;
    try {
      const said = await this.asking.answer(this.record(course), this.lessons.sent);
      if (!said) return; // something was written meanwhile
      this.isAsking = false;
      writing.accept(said);
      course.go(seconds(), "server");
      this.heard.trouble(null);
    } catch (error) {
      this.fail(error);
    }
    this.follow();
  }

  record(course) {
    return { ...asRecord(this.drawing.strokes), answer: course.task.answer, asks: course.round.mayAsk };
  }

  /** The clock stands until the server answers. */
  fail(error) {
    this.isAsking = false;
    this.course?.stop(seconds(), "server");
    this.heard.trouble(error);
    const { course } = this;
    const isStill = () => this.course === course && course.stops.has("server") && !this.isAsking;
    if (error.mayPass) setTimeout(() => isStill() && this.read(), RETRY_MS);
  }

  // What happens by itself

  /** Do what is due, show it, and come back when more is due. */
  follow() {
    const { course } = this;
    clearTimeout(this.clock);
    if (!course) return;
    course.keepTime(seconds(), this.isBusy);
    if (course.phase === Phase.OVER) {
      this.finish(true);
      return;
    }
    const waits = (course.due - seconds()) * 1000;
    if (!this.isBusy && Number.isFinite(waits)) this.clock = setTimeout(() => this.follow(), Math.max(waits, 0));
    else if (course.round.mode.showsTime) this.clock = setTimeout(() => this.follow(), 1000);
    this.heard.shown();
  }

  finished() {
    this.book.keep(this.played(false));
  }

  finish(isOver) {
    const { answers } = this.course;
    const played = this.played(isOver);
    this.book.keep(played);
    const { mode } = this.course.round;
    this.leave();
    this.heard.over({ played, answers, mode, title: this.given.title });
  }

  played(isOver) {
    const { round, byHand, misread } = this.course;
    const tasks = round.done.map(({ task, mistakes, seconds: taken, isRight }) =>
      [task.prompt, task.answer, mistakes, Math.round(taken * 100) / 100, isRight]);
    const counted = {};
    for (const digit of misread) counted[digit] = (counted[digit] ?? 0) + 1;
    const { set } = this.given;
    return { set, mode: round.mode.name, began: this.began, by_hand: byHand, is_over: isOver, tasks, misread: counted };
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    this.surface.placing = within({ width, height }, boundsOf(this.drawing.strokes));
    this.surface.fit();
    this.hand.repaint();
    if (this.course) this.heard.shown();
  }
}

/** A hand that tells where a stroke begins, before it does, and when it has ended. */
class PlayersHand extends Hand {
  constructor(drawing, surface, { began, ended }) {
    super(drawing, surface, { tapped: () => false, moved: () => {} });
    Object.assign(this, { began, ended });
  }

  down(x, y, ...rest) {
    this.began(x, y);
    super.down(x, y, ...rest);
  }

  up() {
    super.up();
    this.ended();
  }
}
