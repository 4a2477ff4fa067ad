/** Words to the user: an error stays until it is mended, a note goes by itself. */

const NOTE = 2500; // milliseconds
const HEARD = 3000; // milliseconds in which a screen reader should have begun with what was said

export class Message {
  /**
   * @param {HTMLElement} banner holds `.text`, `.retry` and `.close`
   * @param {HTMLElement} note
   * @param {HTMLElement} spoken a live region that is not seen
   * @param {HTMLElement} refuge gets the focus of a message that goes
   */
  constructor(banner, note, spoken, refuge) {
    Object.assign(this, { banner, note, spoken, refuge });
    this.text = banner.querySelector(".text");
    this.again = banner.querySelector(".retry");
    this.retry = null;
    this.clock = 0;
    this.said = new Map(); // what was said about what, and when
    this.again.addEventListener("click", () => this.retry?.());
    banner.querySelector(".close").addEventListener("click", () => this.settle());
  }

  /** Show an error; with `retry`, a button that does it. */
  error(text, retry = null) {
    this.retry = retry;
    if (this.text.textContent !== text) this.text.textContent = text; // else it is said again
    this.again.hidden = !retry;
    this.banner.hidden = false;
  }

  get isShown() {
    return !this.banner.hidden;
  }

  /** Take the error away: it is mended, or no longer of interest. */
  settle() {
    const hadFocus = this.banner.contains(document.activeElement);
    this.retry = null;
    this.text.textContent = "";
    this.banner.hidden = true;
    if (hadFocus) this.refuge.focus();
  }

  /** Show and speak a word on what has been done. */
  tell(text) {
    this.say(text);
    this.note.textContent = text;
    this.note.hidden = false;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => (this.note.hidden = true), NOTE);
  }

  /**
   * Speak to those who use a screen reader. What is said about the same thing takes the place of
   * what was; anything else that was said just now stays, since it may not have been heard yet.
   */
  say(text, about = "deed") {
    const now = performance.now();
    this.said.delete(about);
    this.said.set(about, { text, now });
    const fresh = [...this.said.values()].filter((each) => now - each.now < HEARD);
    this.spoken.textContent = fresh.map((each) => each.text.replace(/\.$/, "")).join(". ");
  }
}
