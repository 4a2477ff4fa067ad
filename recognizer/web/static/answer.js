/** The panel of the answer: every digit, large and as a button, and the confidence of the whole. */

import { completed, partsOf } from "./sums.js";
import { alphabet, digitsOf, isDigit } from "./words.js";

export class Answer {
  /**
   * @param {HTMLElement} panel holds `.digits` and `.sure`; `.call` and `.hint` for an empty page
   * @param {(index: number) => void} chosen called with the index of the digit that the user chose
   * @param {import("./sumhelp.js").SumHelp | null} help makes the elements of sums, where they are written
   */
  constructor(panel, chosen, help) {
    Object.assign(this, { panel, help });
    this.digits = panel.querySelector(".digits");
    this.sure = panel.querySelector(".sure");
    this.digits.addEventListener("change", (event) => chosen(Number(event.target.value)));
  }

  /** Set what the panel says while there is no answer. */
  invite(call, hint) {
    this.panel.querySelector(".call").textContent = call;
    this.panel.querySelector(".hint").textContent = hint;
  }

  /** Show `reading`, or the invitation if it is null. */
  show(reading) {
    const isNothing = !reading || reading.verdict === "nothing";
    this.panel.classList.toggle("empty", isNothing);
    const hadFocus = this.digits.contains(document.activeElement);
    this.digits.replaceChildren(...(isNothing ? [] : this.lines(reading)));
    this.digits.style.setProperty("--longest", String(isNothing ? 1 : longest(reading)));
    this.digits.style.setProperty("--rows", String(isNothing ? 1 : this.digits.children.length || 1));
    this.sure.textContent = isNothing ? "" : [sureness(reading), TURNED[reading.turned]].filter(Boolean).join("; ");
    if (hadFocus) (this.digits.querySelector("input") ?? this.panel).focus();
  }

  lines(reading) {
    const digits = digitsOf(reading);
    const parts = partsOf(reading);
    const isAlone = parts.flatMap(({ sum, numbers }) => sum ?? numbers).length === 1;
    return parts.map(({ sum, numbers }) => {
      const made = sum ? [this.help.element(sum, digits)] : numbers.map((number) => numberIn(number, digits));
      const words = sum ? [sum.words] : numbers.map(({ certainty }) => certainty);
      if (!isAlone) made.forEach((each, i) => words[i] && (each.dataset.sure = words[i]));
      return element("div", "line", ...made);
    });
  }

  /** Mark the digit at `index` as the selected one. */
  choose(index) {
    const choice = this.digits.querySelector(`input[value="${index}"]`);
    if (!choice) return;
    choice.checked = true;
    // Not scrollIntoView: it would also scroll the page, while the user draws.
    const chip = choice.parentElement.getBoundingClientRect();
    const frame = this.digits.getBoundingClientRect();
    this.digits.scrollBy(
      beyond(chip.left, chip.right, frame.left, frame.right),
      beyond(chip.top, chip.bottom, frame.top, frame.bottom),
    );
  }
}

/** Return how far the range `low` to `high` sticks out of the range `begin` to `end`. */
const beyond = (low, high, begin, end) => Math.min(low - begin, 0) || Math.max(high - end, 0);

const SIGN_WIDTH = 1.2; // of a sum's characters, as its signs are wider than digits

/** Return the number of characters in the longest line. */
function longest(reading) {
  const lengths = partsOf(reading).map(({ sum, numbers }) =>
    sum ? SIGN_WIDTH * completed(sum).length : numbers.reduce((length, { digits }) => length + digits.length + 0.5, -0.5),
  );
  return Math.max(1, ...lengths);
}

/** Return how sure a reading is; of a single sum, what is to be said of it, and of several nothing. */
function sureness(reading) {
  if (!reading.sums?.length) return reading.certainty;
  const [{ sum }, another] = partsOf(reading);
  return sum && !another ? sum.words : "";
}

/** What is said of a picture that was turned, clockwise by so many degrees, so that it could be read. */
const TURNED = { 90: "read turned to the right", 180: "read turned over", 270: "read turned to the left" };

function numberIn(number, digits) {
  const chips = number.digits.map((digit) => chip(digits.indexOf(digit), digit.text || "?", isDigit(digit)));
  return element("span", "number", ...chips);
}

/** Return the button of one digit, by its index in reading order. */
export function chip(index, text, isKnown) {
  const choice = element("input", "unseen");
  Object.assign(choice, { type: "radio", name: "digit", value: String(index) });
  choice.setAttribute("aria-label", isKnown ? text : alphabet.none);
  const label = element("label", "chip", choice, element("span", "", text));
  label.classList.toggle("unread", !isKnown);
  return label;
}

export function element(kind, className, ...content) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
