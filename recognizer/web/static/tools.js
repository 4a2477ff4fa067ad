/** The tools and their keys, except for changes of the drawing itself. */

import { PEN_WIDTHS } from "./hand.js";
import { textOf } from "./sums.js";
import { copyText, savePicture } from "./take.js";
import { hasDigits } from "./words.js";

const find = (id) => document.getElementById(id);

export class Tools {
  /** @param {import("./page.js").Page} page */
  constructor(page) {
    this.page = page;
  }

  toggleLive() {
    const isLive = pressed("live", !this.page.isLive);
    this.page.setLive(isLive);
    this.page.message.tell(isLive ? "Reads when you lift the pen" : "Reads when you ask");
  }

  toggleEraser() {
    const { hand, stage, message } = this.page;
    hand.drop();
    hand.erasing = pressed("eraser", !hand.erasing);
    stage.classList.toggle("erasing", hand.erasing);
    message.say(hand.erasing ? "Eraser" : "Pen");
  }

  /** Take the next pen. With `round`, the thinnest follows the thickest. */
  changePen(way, round = false) {
    const { hand, message } = this.page;
    const count = PEN_WIDTHS.length;
    const next = PEN_WIDTHS.indexOf(hand.width) + way;
    const place = round ? (next + count) % count : Math.min(Math.max(next, 0), count - 1);
    hand.width = PEN_WIDTHS[place];
    find("pen").dataset.width = String(place);
    message.tell(`Pen ${place + 1} of ${count}`);
  }

  toggleGlass() {
    const hadFocus = find("glass").contains(document.activeElement);
    find("glass").hidden = !pressed("glass", find("glass").hidden);
    if (hadFocus) find("look").focus();
  }

  async copy() {
    const { reading } = this.page.shown;
    if (!reading || !hasDigits(reading)) return;
    const copied = await copyText(textOf(reading));
    this.page.message.tell(copied ? "Copied" : "The browser does not let me copy");
  }

  save() {
    const { preview, drawing, surface } = this.page;
    if (!preview.file && drawing.strokes.length) savePicture(surface.canvas, "drawing.png");
  }
}

/** Show whether the toggle button of an action is on, and return that. */
function pressed(id, isPressed) {
  document.querySelector(`button[data-action="${id}"]`).setAttribute("aria-pressed", String(isPressed));
  return isPressed;
}
