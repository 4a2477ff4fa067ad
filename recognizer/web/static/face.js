/** What a round shows: the task, what was read of the answer, and how the round goes. */

import { Phase } from "./course.js";
import { model } from "./model.js";
import { boxOn } from "./placing.js";
import { atFirstTry, streaks } from "./round.js";
import { named } from "./words.js";

const BOX_PIXELS = 8; // around a symbol in doubt

const find = (id) => document.getElementById(id);

export class Face {
  /** @param {import("./playing.js").Playing} playing @param {(text: string) => void} say */
  constructor(playing, say) {
    Object.assign(this, { playing, say });
    this.task = find("task");
    this.drawn = ""; // the number that is shown in dots
    this.last = {}; // what was shown, so that only changes are made
  }

  show() {
    const { course, surface } = this.playing;
    this.showTask(course);
    this.showModel(course.phase === Phase.TRACE ? course.task.answer : "");
    this.showDoubts(course, surface.placing);
    this.showState(course);
    this.showDeeds(course);
    find("pad").classList.toggle("refused", course.writing.isRefused);
  }

  showTask({ task, text, note, phase }) {
    const hasText = text !== "";
    const [before, after] = task.is_copy ? [task.prompt, ""] : [task.before, task.after];
    const cheers = phase === Phase.CHEER;
    const alone = task.is_copy && (cheers || !hasText);
    this.change("before", before, () => (this.task.querySelector(".before").textContent = before));
    this.change("read", alone ? "" : text || "_", (read) => (this.task.querySelector(".read").textContent = read));
    this.change("after", after, () => (this.task.querySelector(".after").textContent = after));
    this.change("prompt", task, () => this.say(`${task.prompt}`.replace("_", "what")));
    this.change("note", note, () => (this.task.querySelector(".note").textContent = note) && this.say(note));
    this.change("cheers", cheers, () => cheers && this.say("Right"));
    this.task.classList.toggle("cheers", cheers);
    this.task.classList.toggle("copy", task.is_copy);
    this.task.classList.toggle("waits", !hasText);
    this.task.classList.toggle("doubt", text.includes("?"));
    this.task.style.setProperty("--length", String((before + (alone ? "" : text || "_") + after).length));
  }

  showModel(number) {
    if (number === this.drawn) return;
    this.drawn = number;
    const { box, shapes } = model(number, this.playing.rules);
    find("model").setAttribute("viewBox", box);
    find("model").replaceChildren(...shapes);
  }

  /** Frame the symbol that is asked about, and what was not read. */
  showDoubts({ phase, asked, writing, isOpen }, placing) {
    const { digits } = writing;
    const unread = isOpen && writing.judgment ? digits.filter(({ label }) => label === "") : [];
    const doubted = phase === Phase.ASK ? [asked.symbol] : unread;
    find("marks").replaceChildren(...doubted.map(({ box }) => frame(boxOn(placing, box, BOX_PIXELS))));
  }

  showState(course) {
    const { round } = course;
    const { mode, done } = round;
    const count = mode.tasks
      ? `${Math.min(done.length + (course.phase === Phase.CHEER ? 0 : 1), mode.tasks)} of ${mode.tasks}`
      : `${done.filter(({ isRight }) => isRight).length} right`;
    const { now } = streaks(done);
    this.change("clock", clockOf(course), (text) => (find("clock").textContent = text));
    this.change("count", count, () => (find("count").textContent = count));
    this.change("streak", now > 1 ? `${now} right in a row` : "", (text) => (find("streak").textContent = text));
    this.change("dots", `${done.length} ${mode.tasks}`, () => find("dots").replaceChildren(...dots(done, mode.tasks)));
  }

  showDeeds({ phase, task, asked, isPaused, asksForMore }) {
    const isAsking = phase === Phase.ASK && !isPaused;
    find("question").hidden = !isAsking;
    if (isAsking) {
      const text = `Is this ${named(asked.asked)}?`;
      find("asked").textContent = text;
      this.change("question", text, () => this.say(text));
    } else {
      this.last.question = "";
    }
    find("pause").hidden = !isPaused;
    find("all").hidden = !asksForMore;
    find("show").hidden = !task.is_copy;
    find("skip").querySelector("span").textContent = phase === Phase.TRACE && !task.is_copy ? "Next" : "Skip";
  }

  /** Make a change only if it is one: so nothing is drawn or spoken twice. */
  change(name, value, make) {
    if (this.last[name] === value) return;
    this.last[name] = value;
    make(value);
  }
}

/** Return the time that is left, or that has passed; "" where nobody is to hurry. */
function clockOf({ round: { mode }, shownSeconds }) {
  if (!mode.showsTime) return "";
  const shown = mode.seconds ? Math.max(0, Math.round(mode.seconds) - shownSeconds) : shownSeconds;
  return `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
}

/** Return a dot for each task: full when right at first try, a ring when not, small when to come. */
function dots(done, total) {
  return Array.from({ length: total }, (_, k) => {
    const dot = document.createElement("i");
    if (k < done.length) dot.className = atFirstTry(done[k]) ? "right" : "missed";
    return dot;
  });
}

function frame([left, top, right, bottom]) {
  const span = document.createElement("span");
  span.className = "doubted";
  Object.assign(span.style, { translate: `${left}px ${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  return span;
}
