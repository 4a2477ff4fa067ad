/** The lessons in the looking glass: taught, shown and forgotten there. */

import { KeptLessons } from "./keptlessons.js";
import { alphabet } from "./words.js";

/** @typedef {import("./keptlessons.js").Lesson} Lesson */

export class Lessons extends KeptLessons {
  /**
   * @param {HTMLElement} panel holds a checkbox, `.labels`, `.taught` and `.forget-all`
   * @param {{teach: (label: string) => void, forget: (lessons: Lesson[]) => void,
   *   changed: () => void}} heard `changed` when the page should be read again
   */
  constructor(panel, { teach, forget, changed }) {
    super(changed);
    this.panel = panel;
    this.switch = panel.querySelector("input");
    this.switch.addEventListener("change", () => this.turn(this.switch.checked));
    panel.querySelector(".labels").addEventListener("click", ({ target }) => {
      if (target.matches("button")) teach(target.value);
    });
    panel.querySelector(".taught").addEventListener("click", ({ target }) => {
      if (!target.matches("button")) return;
      forget([this.list[Number(target.value)]]);
      (panel.querySelector(".taught button") ?? this.switch).focus();
    });
    this.all = panel.querySelector(".forget-all");
    this.all.addEventListener("click", () => {
      forget(this.list);
      this.switch.focus();
    });
    this.show();
  }

  show() {
    this.switch.checked = this.isOn;
    this.panel.querySelector(".teaching").hidden = !this.isOn;
    this.panel.querySelector(".taught").replaceChildren(...this.list.map(chip));
    this.all.hidden = this.list.length === 0;
  }
}

/** Return a button that shows a lesson and forgets it. */
function chip({ label }, index) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", value: String(index), textContent: `${label || "none"} ×` });
  button.setAttribute("aria-label", `Forget the lesson ${label || alphabet.none}`);
  return button;
}
