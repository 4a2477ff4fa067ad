/** Asks what a symbol of a sum is, and offers what else it may be. */

import { element } from "./answer.js";
import { named } from "./words.js";

const MAX_OTHERS = 3;
const WRITTEN = { "·": "." }; // what is said of a symbol, and not of what it means

export class Question {
  /**
   * @param {HTMLElement} panel
   * @param {(index: number, label: string) => void} say called with what the user says that a symbol is
   * @param {HTMLElement} refuge gets the focus when the question disappears
   */
  constructor(panel, say, refuge) {
    Object.assign(this, { panel, refuge });
    this.index = -1; // of the symbol that is asked about
    panel.addEventListener("click", ({ target }) => {
      if (target.matches("button")) say(this.index, target.value);
    });
  }

  /**
   * Ask about a symbol, the digit of that index in the reading; `label` is what it was taken for.
   */
  ask(index, digit, label) {
    const own = WRITTEN[label] ?? label;
    const others = digit.candidates.map((each) => each.label).filter((each) => each !== own).slice(0, MAX_OTHERS);
    this.index = index;
    const asked = [label, ...others].join("");
    if (!this.panel.hidden && this.asked === asked) return; // a button may have the focus
    this.asked = asked;
    this.panel.replaceChildren(
      element("span", "asked", `Is this ${named(label)}?`),
      button("Yes", own),
      ...others.map((each) => button(each, each)),
      button("none", ""),
    );
    this.panel.hidden = false;
  }

  close() {
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    if (hadFocus) this.refuge.focus();
  }
}

function button(text, label) {
  return Object.assign(element("button", "", text), { type: "button", value: label });
}
