/** The panel of the answer: every digit, large and as a button, and the confidence of the whole. */

import { alphabet, isDigit } from "./words.js";

export class Answer {
  /**
   * @param {HTMLElement} panel holds `.digits` and `.sure`; `.call` and `.hint` for an empty page
   * @param {(index: number) => void} chosen called with the index of the digit that the user chose
   */
  constructor(panel, chosen) {
    this.panel = panel;
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
    this.digits.replaceChildren(...(isNothing ? [] : lines(reading)));
    this.digits.style.setProperty("--longest", String(isNothing ? 1 : longest(reading)));
    this.digits.style.setProperty("--rows", String(isNothing ? 1 : reading.lines.length || 1));
    this.sure.textContent = isNothing ? "" : reading.certainty;
    if (hadFocus) (this.digits.querySelector("input") ?? this.panel).focus();
  }

  /** Mark the digit at `index` as the selected one. */
  choose(index) {
    const choice = this.digits.querySelectorAll("input")[index];
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

/** Return the number of characters in the longest line. */
function longest(reading) {
  const lengths = reading.lines.map((line) =>
    line.reduce((sum, number) => sum + number.digits.length + 0.5, -0.5),
  );
  return Math.max(1, ...lengths);
}

function lines(reading) {
  let index = 0;
  return reading.lines.map((line) =>
    element("div", "line", ...line.map(numberOf)),
  );

  function numberOf(number) {
    const made = element("span", "number", ...chips(number));
    if (reading.lines.flat().length > 1) made.dataset.sure = number.certainty;
    return made;
  }

  function chips(number) {
    return number.digits.map((digit) => chip(digit, index++));
  }
}

function chip(digit, index) {
  const choice = element("input", "unseen");
  Object.assign(choice, { type: "radio", name: "digit", value: String(index) });
  choice.setAttribute("aria-label", isDigit(digit) ? digit.text : alphabet.none);
  const label = element("label", "chip", choice, element("span", "", digit.text || "?"));
  label.classList.toggle("unread", !isDigit(digit));
  return label;
}

function element(kind, className, ...content) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
