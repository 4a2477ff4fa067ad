/** Dark or light: as the system says, or as the user chose. The choice stays in this browser. */

import { Choice } from "./choice.js";

const THEMES = ["auto", "dark", "light"];
const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };
const WORDS = { auto: "as the system", dark: "dark", light: "light" };

export class Theme {
  /**
   * @param {HTMLButtonElement} button
   * @param {() => void} changed called when the colors may have changed
   */
  constructor(button, changed) {
    this.button = button;
    this.changed = changed;
    this.dark = document.getElementById("dark");
    this.choice = new Choice("theme", THEMES);
    this.show();
    button.addEventListener("click", () => this.next());
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.show());
    }
  }

  /** Change to the next theme, and return its name for the user. */
  next() {
    this.choice.next();
    this.show();
    return `Colors: ${WORDS[this.choice.word]}`;
  }

  show() {
    this.dark.media = MEDIA[this.choice.word];
    this.button.setAttribute("aria-label", `Colors: ${WORDS[this.choice.word]}`);
    this.button.title = `Colors: ${WORDS[this.choice.word]} (T)`;
    const { backgroundColor } = getComputedStyle(document.body);
    document.querySelector("meta[name=theme-color]").content = backgroundColor;
    this.changed();
  }
}
