/** Keeps the drawing when the user leaves the page, and warns if that fails. */

import { asText, fromText } from "./sheet.js";
import { Shelf } from "./shelf.js";

export class Keeper {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {(text: string) => void} warn
   */
  constructor(drawing, warn) {
    Object.assign(this, { drawing, warn });
    this.shelf = new Shelf();
    this.isKept = true;
    this.text = ""; // the text that was kept last
    addEventListener("pagehide", () => this.shelf.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.keepAgain());
    this.asks = (event) => event.preventDefault();
  }

  /** Go on with the drawing that was kept. */
  restore() {
    this.text = this.shelf.take() ?? "";
    const kept = fromText(this.text);
    if (kept) this.drawing.restore(kept);
  }

  /** Take up a page that the browser shows again as it was left. */
  keepAgain() {
    this.text = "";
    this.keep();
  }

  /** Keep the drawing as it is now. If there is too little room, keep it without the undo steps. */
  keep() {
    const { past, now, future } = this.drawing;
    const isEmpty = now.strokes.length === 0;
    const text = asText({ past, now, future });
    if (text === this.text || (isEmpty && !past.length && !future.length)) return;
    const isKept =
      this.shelf.keep(text, isEmpty) ||
      this.shelf.keep(asText({ past: [], now, future: [] }), isEmpty);
    this.text = isKept ? text : "";
    if (isKept === this.isKept) return;
    this.isKept = isKept;
    if (isKept) {
      removeEventListener("beforeunload", this.asks);
    } else {
      addEventListener("beforeunload", this.asks);
      this.warn("This browser keeps no drawing: save it (S) before you leave");
    }
  }
}
