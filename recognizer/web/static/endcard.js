/** The end of a round: how it went, what was written, and how it went before. */

import { best, daysOf, firstTries, lastOf, roundsOf, secondsOf, toPractice } from "./scorebook.js";
import { streaks } from "./round.js";
import { savePicture } from "./take.js";
import { endPicture, paintAnswer } from "./thumbnails.js";

const MAX_THUMBNAILS = 10;
const MAX_DAYS = 30;

const find = (id) => document.getElementById(id);

/**
 * @typedef {{played: import("./scorebook.js").Played, mode: import("./round.js").Mode, title: string,
 *   answers: {task: import("./round.js").Task, strokes: import("./ink.js").Stroke[]}[]}} End
 */

export class EndCard {
  /** @param {import("./scorebook.js").ScoreBook} book @param {object} rules */
  constructor(book, rules) {
    Object.assign(this, { book, rules });
    this.end = null;
  }

  /** @param {End} end */
  show(end) {
    this.end = end;
    const { rounds } = this.book;
    find("score").textContent = scoreOf(end);
    find("sayings").replaceChildren(...sayings(end, rounds).map((text) => made("p", text)));
    find("thumbs").replaceChildren(...this.answers.map(thumb));
    find("save").hidden = this.answers.length === 0;
    this.digits = toPractice(lastOf(rounds, this.rules.chartRounds), this.rules.maxPracticeDigits);
    find("practice").hidden = this.digits.length === 0;
    find("practice").textContent = `Practice your ${this.digits.join(" and ")}`;
    showHistory(rounds, this.rules.chartRounds);
  }

  /** The last answers that were written by hand. */
  get answers() {
    return this.end.answers.filter(({ strokes }) => strokes.length).slice(-MAX_THUMBNAILS);
  }

  /** Draw the ink again: the colors have changed. */
  repaint() {
    if (this.end) find("thumbs").replaceChildren(...this.answers.map(thumb));
  }

  save() {
    const said = sayings(this.end, this.book.rounds);
    savePicture(endPicture(scoreOf(this.end), said, this.answers), "round.png");
  }
}

/** Show the days of practice, and a bar for each of the last rounds. */
export function showHistory(rounds, chartRounds) {
  const counts = lastOf(rounds, chartRounds).map(firstTries);
  const days = daysOf(rounds).length;
  const most = Math.max(1, ...counts);
  find("history").hidden = counts.length === 0;
  find("chart").setAttribute("aria-label", `Right at first try in your last rounds: ${counts.join(", ")}`);
  find("chart").replaceChildren(...counts.map((count) => {
    const bar = made("i");
    bar.style.height = `${Math.max(4, (100 * count) / most)}%`;
    return bar;
  }));
  find("days-told").textContent = `${days} day${days === 1 ? "" : "s"} of practice`;
  find("days").replaceChildren(...Array.from({ length: Math.min(days, MAX_DAYS) }, () => made("i")));
}

/** Return what is said of the best round of a game, or "". */
export function bestTold(rounds, set, mode) {
  const found = best(rounds, set, mode);
  if (!found) return "";
  const count = firstTries(found);
  return mode.seconds ? `Your best: ${count} right` : `Your best: ${count} of ${found.tasks.length} in ${told(secondsOf(found))}`;
}

function scoreOf({ played, mode }) {
  const { tasks } = played;
  if (mode.seconds) return `${tasks.filter(([, , , , isRight]) => isRight).length} right`;
  const count = firstTries(played);
  if (!count) return `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"} practiced`; // it was hard
  return `${count} of ${tasks.length} at first try`;
}

function sayings({ played, mode, title }, rounds) {
  const { best: longest } = streaks(played.tasks.map(([, , mistakes, , isRight]) => ({ mistakes, isRight })));
  const news = [told(secondsOf(played))];
  if (longest > 1) news.push(`${longest} right in a row`);
  const found = best(rounds, played.set, mode);
  if (found?.began === played.began && roundsOf(rounds, played.set, mode).length > 1) news.push("your best so far");
  const lines = [`${title}, ${mode.title}${played.by_hand ? "" : ", with keys"}`, news.join(", ")];
  if (found && found.began !== played.began) lines.push(bestTold(rounds, played.set, mode));
  return lines;
}

function told(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return `${whole} second${whole === 1 ? "" : "s"}`;
}

function thumb({ task, strokes }) {
  const [figure, canvas] = [made("figure"), made("canvas")];
  const solved = `${task.is_copy ? "" : task.before}${task.answer}${task.after}`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Your ${task.answer}`);
  [canvas.width, canvas.height] = [320, 240];
  figure.append(canvas, made("figcaption", solved));
  requestAnimationFrame(() => paintAnswer(canvas.getContext("2d"), strokes, [0, 0, 320, 240], getComputedStyle(canvas).color));
  return figure;
}

function made(name, text = "") {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
