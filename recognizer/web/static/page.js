/** The page: what is drawn or opened is asked about, and what is answered is shown. */

import { Asking } from "./asking.js";
import { Drawing } from "./drawing.js";
import { Hand } from "./hand.js";
import { asRecord, boundsOf } from "./ink.js";
import { Keeper } from "./keeper.js";
import { Lessons } from "./lessons.js";
import { Message } from "./message.js";
import { Preview, refusal } from "./pictures.js";
import { fitted, within } from "./placing.js";
import { Shown } from "./shown.js";
import { Surface } from "./surface.js";
import { hasDigits, learned, spoken } from "./words.js";

const find = (id) => document.getElementById(id);

export class Page {
  constructor() {
    this.stage = find("stage");
    this.maxBytes = Number(this.stage.dataset.maxBytes);
    this.message = new Message(find("banner"), find("note"), find("spoken"));
    this.drawing = new Drawing(
      (what) => this.inkChanged(what),
      (relearning) => this.lessons.relearn(relearning),
    );
    this.keeper = new Keeper(this.drawing, (text) => this.message.tell(text));
    this.surface = new Surface(find("pad"));
    this.hand = new Hand(this.drawing, this.surface);
    this.preview = new Preview(find("picture"), find("picture-name"));
    this.shown = new Shown(find("marks"), find("answer"), find("glass"));
    this.asking = new Asking();
    this.lessons = new Lessons(find("learning"), {
      teach: (label) => this.teach(label),
      forget: (lessons) => this.forget(lessons),
      changed: () => this.readAgain(),
    });
    this.isLive = true;
    this.show(null);
    new ResizeObserver(() => this.fit()).observe(this.stage);
    addEventListener("resize", () => this.fit()); // another screen may be finer
    this.keeper.restore();
  }

  // What there is to read

  /** @param {"stroke" | "words" | "more"} what as of `Drawing` */
  inkChanged(what) {
    if (what === "more") this.hand.repaint(); // else it is drawn already
    this.keeper.keep();
    this.enable();
    if (what === "words" || this.preview.file) {
      this.readAgain();
      return;
    }
    this.asking.forget();
    const isEmpty = this.drawing.strokes.length === 0;
    if (isEmpty) {
      this.message.settle();
      this.message.say("Nothing drawn");
    }
    if (isEmpty || !this.isLive) this.show(null);
    else this.read();
  }

  /** Ask about what is on the stage; show the answer if nothing newer has come. */
  async read() {
    this.stage.classList.add("asking");
    this.invite();
    try {
      const reading = await this.ask();
      if (reading) this.accept(reading);
    } catch (error) {
      this.show(null);
      this.message.error(error.message, error.mayPass ? () => this.read() : null);
    }
  }

  ask() {
    const { file } = this.preview;
    const lessons = this.lessons.sent;
    if (file) return this.asking.picture(file, lessons);
    const { strokes } = this.drawing;
    const said = this.lessons.isOn ? this.drawing.said : [];
    const places = new Map(strokes.map((stroke, place) => [stroke, place]));
    const corrections = said.map((each) => [each.strokes.map((s) => places.get(s)), each.label]);
    const record = asRecord(strokes);
    return this.asking.ink(said.length ? { ...record, corrections } : record, lessons);
  }

  accept(reading) {
    this.message.settle();
    if (this.preview.file) this.preview.size = { width: reading.width, height: reading.height };
    this.place();
    this.show(reading);
    if (reading.verdict === "nothing") this.message.tell("I see nothing to read");
    else this.message.say(spoken(reading));
  }

  show(reading) {
    this.stage.classList.remove("asking");
    this.invite();
    this.shown.show(reading, this.placing, Boolean(this.preview.file));
    find("copy").disabled = !(reading && hasDigits(reading));
  }

  /** Say what to do, or what is being done, where there is no reading. */
  invite() {
    if (!this.preview.file) {
      const when = this.isLive ? "I read it when you lift the pen" : "Press Enter, and I read it";
      this.shown.answer.invite("Draw a number", when);
    } else if (this.stage.classList.contains("asking")) {
      this.shown.answer.invite("Reading …", "");
    } else {
      this.shown.answer.invite("No digits", "Open another picture, or go back to drawing");
    }
  }

  /** Read again what is shown, since lessons have come or gone. */
  readAgain() {
    if (this.preview.file || (this.drawing.strokes.length && this.shown.reading)) this.read();
  }

  // Lessons

  /** Learn that the digit that is looked at is `label`, "" for none. */
  async teach(label) {
    const places = this.shown.digits[this.shown.chosen]?.strokes;
    if (!this.lessons.isOn) {
      this.message.tell("To teach me, let me learn your hand: in the looking glass");
    } else if (!places?.length || this.preview.file) {
      this.message.tell("Draw a digit to teach me");
    } else {
      const strokes = places.map((place) => this.drawing.strokes[place]);
      try {
        const ink = asRecord(strokes);
        const { lesson, reads } = await this.asking.lesson(ink, label, this.lessons.sent);
        if (!strokes.every((stroke) => this.drawing.strokes.includes(stroke))) return; // gone meanwhile
        this.drawing.correct({ strokes, label }, this.lessons.with(lesson));
        this.message.tell(learned(label, reads));
      } catch (error) {
        this.message.error(error.message);
      }
    }
  }

  /** @param {import("./lessons.js").Lesson[]} lessons */
  forget(lessons) {
    const isOfThem = ({ strokes }) =>
      lessons.some((lesson) => Lessons.isOf(lesson, asRecord(strokes).strokes));
    this.drawing.forget(isOfThem, { out: lessons, in: [] });
  }

  /** Have lessons that an older model has made be made by the one there is now. */
  async renewLessons() {
    if (!this.lessons.list.length) return;
    try {
      const { sha256 } = await this.asking.model();
      await this.lessons.renew(sha256, async ({ strokes, label }) => {
        return (await this.asking.lesson({ strokes }, label, [])).lesson;
      });
    } catch {
      // The server does not answer; whatever is drawn will say so.
    }
  }

  // Pictures

  /**
   * Show a picture in place of the drawing, and read it.
   *
   * @param {File | null} file
   * @param {number} count how many it is the first of
   */
  async open(file, count = 1) {
    const reason = refusal(file, this.maxBytes);
    if (reason) {
      this.message.error(reason);
      return;
    }
    this.hand.drop();
    this.asking.forget();
    this.message.settle();
    if (count > 1) this.message.tell(`Of ${count} files only the first is read`);
    const shown = this.preview.open(file);
    this.setMode("picture");
    this.show(null);
    const read = this.read();
    await shown;
    if (this.preview.file === file) this.place();
    await read;
  }

  /** Go back to the drawing, which is as it was. */
  closePicture() {
    if (!this.preview.file) return;
    const hadFocus = find("back").contains(document.activeElement);
    this.preview.close();
    this.setMode("ink");
    this.message.settle();
    this.fit();
    this.inkChanged("more");
    if (hadFocus) find("open").focus();
  }

  /** Close what is uppermost: a message, or a picture. */
  close() {
    if (this.message.isShown) this.message.settle();
    else this.closePicture();
  }

  setMode(mode) {
    document.body.dataset.mode = mode;
    this.enable();
  }

  enable() {
    const isInk = !this.preview.file;
    find("undo").disabled = !(isInk && this.drawing.canUndo);
    find("redo").disabled = !(isInk && this.drawing.canRedo);
    find("clear").disabled = !(isInk && this.drawing.strokes.length);
    for (const id of ["pen", "eraser"]) find(id).disabled = !isInk;
  }

  // Where all of it lies

  get placing() {
    return this.preview.file ? this.picturePlacing : this.surface.placing;
  }

  fit() {
    this.surface.placing = within(this.size(), boundsOf(this.drawing.strokes));
    this.surface.fit();
    this.hand.repaint();
    this.place();
  }

  /** Lay the picture anew and what was read over it, or over the ink. */
  place() {
    if (this.preview.size) {
      this.picturePlacing = fitted(this.size(), this.preview.size);
      this.preview.lay(this.picturePlacing);
    }
    this.shown.place(this.placing);
  }

  size() {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  repaint() {
    this.hand.repaint();
    this.shown.glass.paint();
  }

  // What buttons and keys do

  undo() {
    this.change(() => this.drawing.undo());
  }

  redo() {
    this.change(() => this.drawing.redo());
  }

  clear() {
    if (this.preview.file) this.closePicture();
    else if (this.drawing.strokes.length) {
      this.change(() => this.drawing.clear());
      this.message.tell("Cleared; undo brings it back");
    }
  }

  change(action) {
    if (this.preview.file) return;
    this.hand.drop();
    action();
  }

  /** Read after each stroke, or only when asked. */
  setLive(isLive) {
    this.isLive = isLive;
    this.invite();
    if (isLive && this.drawing.strokes.length && !this.shown.reading) this.read();
  }
}
