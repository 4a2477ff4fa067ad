/** Messages to the user. An error stays until it is fixed; a note disappears by itself. */

const NOTE_MS = 2500;
const HEARD_MS = 3000; // after which a screen reader should have begun to speak

export class Message {
  /**
   * @param {HTMLElement} banner holds `.text`, `.retry` and `.close`
   * @param {HTMLElement} note
   * @param {HTMLElement} spoken an invisible live region
   * @param {HTMLElement} refuge gets the focus when a focused message disappears
   */
  constructor(banner, note, spoken, refuge) {
    Object.assign(this, { banner, note, spoken, refuge });
    this.text = banner.querySelector(".text");
    this.again = banner.querySelector(".retry");
    this.retry = null;
    this.clock = 0;
    this.said = new Map(); // by topic: what was said, and when
    this.again.addEventListener("click", () => this.retry?.());
    banner.querySelector(".close").addEventListener("click", () => this.settle());
  }

  /** Show an error, with a button that calls `retry` if it is given. */
  error(text, retry = null) {
    this.retry = retry;
    if (this.text.textContent !== text) this.text.textContent = text; // the same text is not spoken again
    this.again.hidden = !retry;
    this.banner.hidden = false;
  }

  get isShown() {
    return !this.banner.hidden;
  }

  /** Remove the error: it is fixed, or no longer matters. */
  settle() {
    const hadFocus = this.banner.contains(document.activeElement);
    this.retry = null;
    this.text.textContent = "";
    this.banner.hidden = true;
    if (hadFocus) this.refuge.focus();
  }

  /** Show and speak a note about what was done. */
  tell(text) {
    this.say(text);
    this.note.textContent = text;
    this.note.hidden = false;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => (this.note.hidden = true), NOTE_MS);
  }

  /**
   * Speak to users of a screen reader. A new text replaces the last one about the same topic. Other
   * texts of the last moments stay: the screen reader may not have spoken them yet.
   */
  say(text, about = "deed") {
    const now = performance.now();
    this.said.delete(about);
    this.said.set(about, { text, now });
    const fresh = [...this.said.values()].filter((each) => now - each.now < HEARD_MS);
    this.spoken.textContent = fresh.map((each) => each.text.replace(/\.$/, "")).join(". ");
  }
}
