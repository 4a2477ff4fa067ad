/** The page: it asks the server about drawings and pictures, and shows the answers. */

import { Album } from "./album.js";
import { Asking } from "./asking.js";
import { Drawing } from "./drawing.js";
import { Hand } from "./hand.js";
import { asRecord, boundsOf } from "./ink.js";
import { Keeper } from "./keeper.js";
import { Lessons } from "./lessons.js";
import { Message } from "./message.js";
import { imageOf, Preview } from "./pictures.js";
import { fitted, toInk, within } from "./placing.js";
import { Shown } from "./shown.js";
import { spoken } from "./sums.js";
import { Surface } from "./surface.js";
import { alphabet, hasDigits, learned } from "./words.js";

const SLOW_MS = 1500; // a longer wait is shown
const RETRY_MS = 5000; // until the page asks again after no answer
const SETTLED_MS = 1000; // from "online" until the network works

const find = (id) => document.getElementById(id);

export class Page {
  constructor() {
    this.stage = find("stage");
    this.message = new Message(find("banner"), find("note"), find("spoken"), find("answer"));
    this.drawing = new Drawing(
      (what) => this.inkChanged(what),
      (relearning) => this.lessons.relearn(relearning),
    );
    this.keeper = new Keeper(this.drawing, (text) => this.message.tell(text));
    this.surface = new Surface(find("pad"));
    this.hand = new Hand(this.drawing, this.surface, {
      tapped: (x, y) => this.shown.help?.tapAt(x, y),
      moved: (x, y) => this.shown.help?.answers.makeWay(x, y),
    });
    this.preview = new Preview(find("picture"), find("picture-name"));
    const { maxBytes, maxPixels } = this.stage.dataset;
    const most = { bytes: Number(maxBytes), pixels: Number(maxPixels) };
    this.album = new Album(find("files"), most, (index) => this.turnTo(index));
    const places = ["marks", "answers", "answer", "glass", "question"].map((id) => [id, find(id)]);
    this.shown = new Shown(Object.fromEntries(places), this.message, (index, label) => this.correct(index, label));
    this.asking = new Asking();
    this.shown.glass.turned = () => this.lookInside();
    find("inside").addEventListener("toggle", async () => {
      const { Inside } = await import("./inside.js"); // few ever look inside
      const mark = (marks) => this.shown.glass.mark(marks);
      this.inside ??= new Inside(find("inside"), (ink) => this.asking.inside(ink, this.lessons.sent), mark);
      this.lookInside();
    });
    this.lessons = new Lessons(find("learning"), {
      teach: (label) => this.teach(label),
      forget: (lessons) => this.forget(lessons),
      changed: () => this.readAgain(),
    });
    this.isLive = true;
    this.show(null);
    new ResizeObserver(() => this.fit()).observe(this.stage);
    addEventListener("resize", () => this.fit()); // another screen may have finer pixels
    addEventListener("online", () => setTimeout(() => this.message.retry?.(), SETTLED_MS));
    this.keeper.restore();
  }

  // What there is to read

  /** @param {"stroke" | "words" | "more"} what as `Drawing` tells it */
  inkChanged(what) {
    if (what === "more") this.hand.repaint(); // a new stroke is drawn already
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
      this.message.say("Nothing drawn", "reading");
    }
    if (isEmpty || !this.isLive) this.show(null);
    else this.read();
  }

  /** Ask about the drawing or the picture. Show the answer, unless a newer question was asked. */
  read() {
    return this.preview.file ? this.readPictures() : this.readInk();
  }

  async readInk() {
    this.wait();
    try {
      const reading = await this.askAboutInk();
      if (reading) this.accept(reading);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Show that an answer is on its way. */
  wait() {
    this.stage.classList.add("asking");
    this.stage.setAttribute("aria-busy", "true");
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.message.say("Reading", "reading"), SLOW_MS);
    this.invite();
  }

  /** @param {import("./asking.js").NoAnswer} error */
  fail(error) {
    this.show(null);
    const again = () => this.read();
    this.message.error(error.message, error.mayPass ? again : null);
    // The page also tries again by itself, unless something else was asked or shown.
    const isStill = () => this.message.retry === again;
    if (error.mayPass) setTimeout(() => isStill() && again(), RETRY_MS);
  }

  askAboutInk() {
    const { strokes } = this.drawing;
    const said = this.lessons.isOn || alphabet.sums ? this.drawing.said : [];
    const places = new Map(strokes.map((stroke, place) => [stroke, place]));
    const corrections = said.map((each) => [each.strokes.map((s) => places.get(s)), each.label]);
    const record = alphabet.sums ? { ...asRecord(strokes), room: this.room() } : asRecord(strokes);
    return this.asking.ink(said.length ? { ...record, corrections } : record, this.lessons.sent);
  }

  accept(reading) {
    this.message.settle();
    if (this.preview.file) this.preview.size = { width: reading.width, height: reading.height };
    this.place();
    this.show(reading);
    if (reading.verdict === "nothing") this.message.tell("I see nothing to read");
    else this.message.say(spoken(reading), "reading");
    if (reading.lessonsAreBad) {
      this.message.tell("The lessons kept here are damaged: forget them in the looking glass");
    }
  }

  show(reading) {
    this.stage.classList.remove("asking");
    this.stage.removeAttribute("aria-busy");
    clearTimeout(this.slow);
    this.invite();
    this.shown.show(reading, this.placing, Boolean(this.preview.file));
    const copyHadFocus = find("copy").contains(document.activeElement);
    setEnabled("copy", Boolean(reading && hasDigits(reading)));
    if (copyHadFocus && !find("copy").offsetParent) find("answer").focus();
  }

  /** Without a reading, say what to do, or what is being done. */
  invite() {
    if (!this.preview.file) {
      const when = this.isLive ? "I read it when you lift the pen" : "Press Enter, and I read it";
      this.shown.answer.invite(alphabet.call, when);
    } else if (this.stage.classList.contains("asking")) {
      this.shown.answer.invite("Reading …", "");
    } else {
      const call = this.album.item?.error ? "Not read" : `No ${alphabet.many}`;
      this.shown.answer.invite(call, "Open another picture, or go back to drawing");
    }
  }

  /** Read the drawing or the picture again, because the lessons changed. */
  readAgain() {
    const isAsking = this.stage.classList.contains("asking"); // with the lessons as they were
    const isRead = this.shown.reading || isAsking;
    if (this.preview.file || (this.drawing.strokes.length && isRead)) this.read();
  }

  /** Return the ink of the chosen symbol; null in a picture, and without one. */
  chosenInk() {
    const strokes = this.shown.digits[this.shown.chosen]?.strokes ?? [];
    return strokes.length && !this.preview.file ? asRecord(strokes.map((place) => this.drawing.strokes[place])) : null;
  }

  lookInside() {
    const ink = this.chosenInk();
    find("inside").hidden = !ink;
    this.inside?.turn(ink);
  }

  // Lessons

  /** Take it that a symbol of a sum is `label`, and learn that if the page may learn. */
  correct(index, label) {
    this.shown.choose(index);
    const { box, strokes: places } = this.shown.digits[index];
    if (this.preview.file) {
      const { item } = this.album;
      item.said = [...item.said.filter((each) => String(each[2]) !== String(box)), [[], label, box]];
      this.readPictures([item]);
      return;
    }
    if (this.lessons.isOn) {
      this.teach(label);
      return;
    }
    const strokes = places.map((place) => this.drawing.strokes[place]);
    this.drawing.correct({ strokes, label }, { out: [], in: [] });
  }

  /** Learn that the selected digit is `label`; "" for no digit. */
  async teach(label) {
    const places = this.shown.digits[this.shown.chosen]?.strokes;
    if (!this.lessons.isOn) {
      this.message.tell("To teach me, tick “Learn my hand” in the looking glass");
    } else if (!places?.length || this.preview.file) {
      this.message.tell(`Draw ${alphabet.anyOne} to teach me`);
    } else {
      const strokes = places.map((place) => this.drawing.strokes[place]);
      try {
        const ink = asRecord(strokes);
        const { lesson, reads } = await this.asking.lesson(ink, label, this.lessons.sent);
        if (!strokes.every((stroke) => this.drawing.strokes.includes(stroke))) return; // erased meanwhile
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

  // Pictures

  /** Show the first of some pictures in place of the drawing, and read all of them. @param {File[]} files */
  async open(files) {
    if (!files.length) {
      this.message.error("That is not a picture file: save the picture first, and drop the file");
      return;
    }
    this.hand.drop();
    this.asking.forget();
    this.album.fill(files);
    this.turnTo(0);
    this.setMode("picture");
    await this.readPictures();
  }

  /** Read pictures, all or some of them, one after the other. Stop when others are opened. */
  async readPictures(items = this.album.items) {
    const round = (this.round = {});
    this.asking.forget();
    if (this.album.item) this.wait();
    for (const item of items) {
      const { image, loaded, close } = imageOf(item.file);
      await loaded;
      const ask = (blob) => (this.round === round ? this.asking.picture(blob, this.lessons.sent, item.said) : null);
      await this.album.read(item, image, ask);
      close();
      if (this.round !== round) return;
      if (item === this.album.item) this.showItem();
    }
    const { length } = items;
    if (length > 1) this.message.tell(`${length} pictures read`);
  }

  /** Show one of the pictures. Return whether there is one. */
  turnTo(index) {
    if (!this.album.items[index]) return false;
    this.album.turnTo(index);
    this.message.settle();
    this.showItem();
    return true;
  }

  showItem() {
    const { file, sent, reading, error } = this.album.item;
    const blob = sent ?? file;
    if (this.preview.file !== file || this.preview.blob !== blob) {
      this.preview.open(file, blob).then(() => this.preview.file === file && this.place());
    }
    if (reading) this.accept(reading);
    else if (error) this.fail(error);
    else {
      this.show(null);
      this.wait();
    }
  }

  /** Close the pictures, and show the drawing again. */
  closePicture() {
    if (!this.preview.file) return;
    const hadFocus = [find("back"), find("files")].some((each) => each.contains(document.activeElement));
    this.round = null;
    this.album.fill([]);
    this.preview.close();
    this.setMode("ink");
    this.message.settle();
    this.fit();
    this.inkChanged("more");
    if (hadFocus) find("open").focus();
  }

  /** Close the topmost thing: a message or a picture. */
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
    setEnabled("undo", isInk && this.drawing.canUndo);
    setEnabled("redo", isInk && this.drawing.canRedo);
    const hasInk = this.drawing.strokes.length > 0;
    for (const id of ["clear", "save"]) setEnabled(id, isInk && hasInk);
    setEnabled("pen", isInk);
    setEnabled("eraser", isInk && (hasInk || this.hand.erasing));
    setEnabled("read", !isInk || hasInk);
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

  /** Place the picture or the ink, and the reading over it, again. */
  place() {
    if (this.preview.size) {
      this.picturePlacing = fitted(this.size(), this.preview.size);
      this.preview.lay(this.picturePlacing);
    }
    this.shown.place(this.placing);
  }

  /** Return the box of the stage in the unit of the ink. */
  room() {
    const { width, height } = this.size();
    return [...toInk(this.surface.placing, 0, 0), ...toInk(this.surface.placing, width, height)];
  }

  size() {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  repaint() {
    this.hand.repaint();
    this.shown.glass.paint();
    this.inside?.paint();
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

  /** Switch between reading after each stroke and reading only when asked. */
  setLive(isLive) {
    this.isLive = isLive;
    this.invite();
    if (isLive && this.drawing.strokes.length && !this.shown.reading) this.read();
  }
}

/** Disable or enable a button. A disabled one keeps the focus and its tooltip. */
function setEnabled(id, isEnabled) {
  for (const button of document.querySelectorAll(`button[data-action="${id}"]`)) {
    button.setAttribute("aria-disabled", String(!isEnabled));
  }
}
