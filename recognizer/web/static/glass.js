/** The looking glass: what the network sees of one digit, how it was written, and how sure it is. */

import { pathShapes } from "./path.js";
import { alphabet, hasGuess, isDigit, percent } from "./words.js";

const SIDE = 28;
const MAX_BARS = 10; // of more symbols, only the likeliest are worth a bar

export class Glass {
  /** @param {HTMLElement} panel holds `.field`, a canvas, `.path`, a drawing, `.views`, words, and `.bars`, a table */
  constructor(panel) {
    this.panel = panel;
    this.field = panel.querySelector(".field");
    this.path = panel.querySelector(".path");
    this.views = panel.querySelector(".views");
    this.rows = panel.querySelector(".bars tbody");
    this.digit = null;
    this.marks = []; // dabs of ink that would change its mind, on the field
    this.turned = () => {}; // called when another digit is shown
  }

  /** Show a digit of a reading. Without one, say what this panel will show. */
  show(digit) {
    this.digit = digit;
    this.panel.classList.toggle("empty", !digit);
    this.rows.replaceChildren(...(digit ? rows(digit) : []));
    this.field.setAttribute("aria-label", `What the network sees of ${named(digit)}`);
    this.paint();
    const views = digit?.views;
    this.panel.classList.toggle("two", Boolean(views));
    this.path.replaceChildren(...(views ? pathShapes(views) : []));
    this.views.textContent = views?.sentence ?? "";
    this.turned();
  }

  /** Mark dabs of ink on the field: the ends of each, in its pixels. */
  mark(marks) {
    this.marks = marks;
    this.paint();
  }

  /** Draw the field in the colors of the page. Call it again when they change. */
  paint() {
    const context = this.field.getContext("2d");
    context.clearRect(0, 0, SIDE, SIDE);
    if (!this.digit?.field) return;
    context.fillStyle = getComputedStyle(this.field).color;
    Array.from(atob(this.digit.field), (byte, place) => {
      context.globalAlpha = byte.charCodeAt(0) / 255;
      context.fillRect(place % SIDE, Math.floor(place / SIDE), 1, 1);
    });
    context.globalAlpha = 0.8;
    context.strokeStyle = getComputedStyle(this.field).getPropertyValue("--warning");
    context.lineWidth = 2;
    context.stroke(new Path2D(this.marks.map(([from, to]) => `M${from}L${to}`).join("")));
  }
}

const named = (digit) => (digit && isDigit(digit) ? `the ${digit.text}` : `this: ${alphabet.none}`);

function rows(digit) {
  // As on the board: no candidates for something that is surely not a digit.
  const worth = hasGuess(digit);
  const many = digit.candidates.length > MAX_BARS;
  const byLabel = (a, b) => (a.label < b.label ? -1 : 1);
  const labels = many ? digit.candidates.slice(0, MAX_BARS) : [...digit.candidates].sort(byLabel);
  const bars = labels.map(({ label, confidence }) =>
    row(label, worth ? confidence : 0, isDigit(digit) && label === digit.text),
  );
  return [...bars, row("none", 1 - digit.digitness, !isDigit(digit))];
}

function row(label, confidence, wins) {
  const line = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = label;
  const bar = document.createElement("span");
  bar.style.width = `${100 * confidence}%`;
  line.append(name, cell("bar", bar), cell("percent", percent(confidence)));
  line.classList.toggle("wins", wins);
  line.classList.toggle("faint", confidence < 0.001);
  return line;
}

function cell(className, content) {
  const made = document.createElement("td");
  made.className = className;
  made.append(content);
  return made;
}
