/**
 * What the user has taught. The lessons stay in this browser, and are sent with each question. The
 * server keeps none of them. Teaching is off until the user turns it on.
 *
 * @typedef {{label: string, model: string, embedding: number[], strokes: number[][][]}} Lesson
 *   as the server makes it from ink; label "" for no digit
 */

const PLACE = "lessons";
const MAX_LESSONS = 100; // the limit of the server

export class KeptLessons {
  /** @param {() => void} changed called when what is read may be read otherwise now */
  constructor(changed) {
    this.changed = changed;
    Object.assign(this, remembered());
    // Lessons from another tab count in this one, too.
    addEventListener("storage", ({ key }) => (key ?? PLACE) === PLACE && this.reload());
  }

  /** Show that the lessons are others now. */
  show() {}

  /**
   * The lessons to send, without their ink: the server needs only the embedding. It is the same
   * object until the lessons change.
   */
  get sent() {
    if (this.sentOf !== this.list) {
      this.bare = this.list.map(({ label, model, embedding }) => ({ label, model, embedding }));
      this.sentOf = this.list;
    }
    return this.isOn ? this.bare : [];
  }

  turn(isOn) {
    this.isOn = isOn;
    this.keep();
    if (this.list.length) this.changed();
  }

  /**
   * Return what changes with a new lesson. An older lesson of the same ink goes, and the oldest of
   * all if there are too many.
   *
   * @param {Lesson} lesson
   * @returns {import("./drawing.js").Relearning}
   */
  with(lesson) {
    const again = this.list.filter((each) => isSameInk(each, lesson));
    const others = this.list.filter((each) => !again.includes(each));
    return { out: [...again, ...others.slice(0, Math.max(0, others.length + 1 - MAX_LESSONS))], in: [lesson] };
  }

  /** Remove lessons, and add others. @param {import("./drawing.js").Relearning} relearning */
  relearn(relearning) {
    const gone = [...relearning.out, ...relearning.in];
    const others = this.list.filter((each) => !gone.some((one) => isSameLesson(one, each)));
    this.list = [...others, ...relearning.in.filter(isLesson)].slice(-MAX_LESSONS);
    this.keep();
  }

  /** Tell whether `lesson` was made from this ink. @param {number[][][]} strokes */
  static isOf(lesson, strokes) {
    return isSameInk(lesson, { strokes });
  }

  /** Make lessons of older models again. @param {(lesson: Lesson) => Promise<Lesson>} remake */
  async renew(model, remake) {
    if (this.list.every((lesson) => lesson.model === model)) return;
    const older = this.list.filter((lesson) => lesson.model !== model);
    // One at a time: the server serves others, too.
    for (const lesson of older) {
      const remade = await remake(lesson).catch(() => lesson);
      // Lessons may have been added or removed meanwhile.
      this.list = this.list.map((each) => (isSameLesson(each, lesson) ? remade : each));
    }
    this.keep();
    this.changed();
  }

  /** Do so by asking the server; if it does not answer, the next question will show that. */
  async renewBy(asking) {
    if (!this.list.length) return;
    try {
      const { sha256 } = await asking.model();
      await this.renew(sha256, async ({ strokes, label }) => (await asking.lesson({ strokes }, label, [])).lesson);
    } catch {
      // They are tried again when the page is opened next.
    }
  }

  reload() {
    Object.assign(this, remembered());
    this.show();
    this.changed();
  }

  keep() {
    try {
      if (this.isOn || this.list.length) {
        localStorage.setItem(PLACE, JSON.stringify({ isOn: this.isOn, list: this.list }));
      } else {
        localStorage.removeItem(PLACE);
      }
    } catch {
      // Storage is blocked or full: the lessons last until the user leaves the page.
    }
    this.show();
  }
}

const isSameInk = (one, other) => JSON.stringify(one.strokes) === JSON.stringify(other.strokes);
const isSameLesson = (one, other) => one.label === other.label && isSameInk(one, other);

function remembered() {
  try {
    const { isOn, list } = JSON.parse(localStorage.getItem(PLACE)) ?? {};
    return { isOn: isOn === true, list: Array.isArray(list) ? list.filter(isLesson) : [] };
  } catch {
    return { isOn: false, list: [] };
  }
}

/** Tell whether the server accepts a lesson. A refused one would stop all reading. */
const isLesson = (each) =>
  [each?.label, each?.model].every((word) => typeof word === "string") &&
  /^[^\p{C}\p{Z}]?$/u.test(each.label) &&
  [each.embedding, each.strokes].every(Array.isArray) &&
  each.embedding.every(Number.isFinite);
