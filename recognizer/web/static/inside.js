/** What is inside the networks for the chosen symbol, what would change its mind, and where it lies on their map. */

import { mapOf } from "./map.js";

const SHOWN_MAPS = 12;

export class Inside {
  /**
   * @param {HTMLDetailsElement} panel holds `.layers`, `.says` and `.change`
   * @param {(ink: object) => Promise<object>} ask the server
   * @param {(marks: number[][][]) => void} mark dabs of ink on what the network sees
   */
  constructor(panel, ask, mark) {
    Object.assign(this, { panel, ask, mark, ink: null, seen: null });
    this.layers = panel.querySelector(".layers");
    this.says = panel.querySelector(".says");
    this.change = panel.querySelector(".change");
    for (const kind of ["pointerover", "focusin"]) this.layers.addEventListener(kind, ({ target }) => this.tell(target));
  }

  /** Turn to the ink of another symbol; null for none, as in a picture. */
  turn(ink) {
    this.ink = ink;
    this.mark([]);
    this.look();
  }

  /** Ask for what is inside, if that is shown. Only the answer for the newest ink counts. */
  async look() {
    const { ink } = this;
    if (!ink || !this.panel.open) return;
    try {
      const seen = await this.ask(ink);
      if (ink !== this.ink) return;
      const { dabs } = seen;
      this.seen = seen;
      this.paint();
      this.change.textContent = dabs?.sentence ?? "";
      this.mark(dabs?.marks ?? []);
    } catch (error) {
      if (ink === this.ink) this.change.textContent = error.message;
    }
  }

  /** Draw the maps in the colors of the page. Call it again when they change. */
  paint() {
    if (!this.seen) return;
    const { layers, map } = this.seen;
    const color = getComputedStyle(this.layers).color.match(/\d+/g).slice(0, 3);
    this.layers.replaceChildren(...layers.map((layer) => strip(layer, color)), ...(map ? mapOf(map) : []));
  }

  tell(map) {
    if (map.dataset.says) this.says.textContent = map.dataset.says;
  }
}

function strip({ heading, rows, cols, maps }, color) {
  const line = document.createElement("div");
  const name = document.createElement("h4");
  name.textContent = heading;
  line.append(name, ...maps.slice(0, SHOWN_MAPS).map((map) => picture(map, rows, cols, color)));
  return line;
}

function picture({ pixels, says }, rows, cols, color) {
  const canvas = Object.assign(document.createElement("canvas"), { width: cols, height: rows, tabIndex: 0 });
  canvas.dataset.says = says;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", says);
  const context = canvas.getContext("2d");
  const image = context.createImageData(cols, rows);
  Array.from(atob(pixels), (byte, place) => image.data.set([...color, byte.charCodeAt(0)], 4 * place));
  context.putImageData(image, 0, 0);
  return canvas;
}
