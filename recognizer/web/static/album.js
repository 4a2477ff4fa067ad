/** The pictures that were opened together. One is shown; all are read, one after the other. */

import { NoAnswer } from "./asking.js";
import { pixelsOf, redrawn, sendable } from "./sendable.js";
import { textOf } from "./sums.js";
import { alphabet } from "./words.js";

const REFUSED = [413, 415, 422]; // answers of the server after which a redrawn picture may help

/**
 * @typedef {{file: File, sent: Blob | null, said: object[], reading: object | null, error: NoAnswer | null}} Item
 *   `sent` is what the server was sent: the file, or the redrawn picture; `said` are corrections
 */
export class Album {
  /**
   * @param {HTMLElement} strip shows all pictures, if there are several
   * @param {{bytes: number, pixels: number}} most that the server takes
   * @param {(index: number) => void} chosen
   */
  constructor(strip, most, chosen) {
    Object.assign(this, { strip, most });
    /** @type {Item[]} */
    this.items = [];
    this.index = 0;
    strip.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) chosen(Number(button.value));
    });
  }

  /** @returns {Item | undefined} the picture that is shown */
  get item() {
    return this.items[this.index];
  }

  /** @param {Iterable<File>} files */
  fill(files) {
    this.items = Array.from(files, (file) => ({ file, sent: null, said: [], reading: null, error: null }));
    this.index = 0;
    this.show();
  }

  turnTo(index) {
    this.index = index;
    this.show();
  }

  /**
   * Have a picture read by `ask`, and keep the reading or the error in `item`.
   *
   * @param {Item} item
   * @param {HTMLImageElement} image shows the picture once it is loaded
   * @param {(blob: Blob) => Promise<object | null>} ask
   */
  async read(item, image, ask) {
    item.reading = item.error = null;
    this.show();
    try {
      item.sent ??= await sendable(item.file, image, this.most);
      item.reading = await ask(item.sent).catch(async (error) => {
        if (!REFUSED.includes(error.status) || item.sent !== item.file || !pixelsOf(image)) throw error;
        item.sent = await redrawn(image);
        return ask(item.sent);
      });
    } catch (error) {
      item.error = error instanceof NoAnswer ? error : new NoAnswer("the picture cannot be read", false);
    }
    this.show();
  }

  show() {
    this.strip.hidden = this.items.length < 2;
    const focused = this.strip.contains(document.activeElement);
    this.strip.replaceChildren(...this.items.map((item, i) => chip(item, i, i === this.index)));
    const shown = this.strip.children[this.index];
    if (!shown) return;
    if (focused) shown.focus({ preventScroll: true });
    this.strip.scrollLeft = shown.offsetLeft - (this.strip.clientWidth - shown.offsetWidth) / 2;
  }
}

/** @param {Item} item */
function chip({ file, reading, error }, index, isShown) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", value: String(index) });
  button.setAttribute("aria-pressed", String(isShown));
  button.append(piece("file", file.name || "Picture"), piece("text", said(reading, error)));
  return button;
}

function said(reading, error) {
  if (error) return "not read";
  if (!reading) return "…";
  return reading.text ? textOf(reading).split("\n").join(" / ") : `no ${alphabet.many}`;
}

function piece(kind, text) {
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = text;
  return made;
}
