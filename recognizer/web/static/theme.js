/** Dark or light: as the system has it, or as chosen. The choice stays in this browser. */

const THEMES = ["auto", "dark", "light"];
const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };
const WORDS = { auto: "as the system", dark: "dark", light: "light" };

export class Theme {
  /**
   * @param {HTMLButtonElement} button
   * @param {() => void} changed called when the colors may be others
   */
  constructor(button, changed) {
    this.button = button;
    this.changed = changed;
    this.dark = document.getElementById("dark");
    this.name = remembered();
    this.show();
    button.addEventListener("click", () => this.next());
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.show());
    }
  }

  /** Take the next theme and return it in words. */
  next() {
    this.name = THEMES[(THEMES.indexOf(this.name) + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", this.name);
    } catch {
      // Storage is barred: it holds until the page is left.
    }
    this.show();
    return `Colors: ${WORDS[this.name]}`;
  }

  show() {
    this.dark.media = MEDIA[this.name];
    this.button.setAttribute("aria-label", `Colors: ${WORDS[this.name]}`);
    this.button.title = `Colors: ${WORDS[this.name]} (T)`;
    const { backgroundColor } = getComputedStyle(document.body);
    document.querySelector("meta[name=theme-color]").content = backgroundColor;
    this.changed();
  }
}

function remembered() {
  try {
    const name = localStorage.getItem("theme");
    return THEMES.includes(name) ? name : "auto";
  } catch {
    return "auto";
  }
}
