/** Words to the user: an error stays until it is mended, a note goes by itself. */

const NOTE = 2500; // milliseconds

export class Message {
  /**
   * @param {HTMLElement} banner holds `.text`, `.retry` and `.close`
   * @param {HTMLElement} note
   * @param {HTMLElement} spoken a live region that is not seen
   */
  constructor(banner, note, spoken) {
    Object.assign(this, { banner, note, spoken });
    this.text = banner.querySelector(".text");
    this.again = banner.querySelector(".retry");
    this.retry = null;
    this.clock = 0;
    this.again.addEventListener("click", () => this.retry?.());
    banner.querySelector(".close").addEventListener("click", () => this.settle());
  }

  /** Show an error; with `retry`, a button that does it. */
  error(text, retry = null) {
    this.retry = retry;
    this.text.textContent = text;
    this.again.hidden = !retry;
    this.banner.hidden = false;
  }

  get isShown() {
    return !this.banner.hidden;
  }

  /** Take the error away: it is mended, or no longer of interest. */
  settle() {
    this.retry = null;
    this.text.textContent = "";
    this.banner.hidden = true;
  }

  /** Show and speak a word on what has been done. */
  tell(text) {
    this.say(text);
    this.note.textContent = text;
    this.note.hidden = false;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => (this.note.hidden = true), NOTE);
  }

  /** Speak to those who use a screen reader. */
  say(text) {
    this.spoken.textContent = text;
  }
}
