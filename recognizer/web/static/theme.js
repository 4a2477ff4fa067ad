/** Dark or light: as the system says, or as the user chose. The choice stays in this browser. */

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
    this.name = remembered();
    this.show();
    button.addEventListener("click", () => this.next());
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.show());
    }
  }

  /** Change to the next theme, and return its name for the user. */
  next() {
    this.name = THEMES[(THEMES.indexOf(this.name) + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", this.name);
    } catch {
      // Storage is blocked: the choice lasts until the user leaves the page.
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
