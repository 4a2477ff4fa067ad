/** A pen moved with the arrow keys while the pad has the focus. */

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP_PIXELS = 8; // in CSS pixels
const FINE_STEP_PIXELS = 2;

export class KeyPen {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./hand.js").Hand} hand
   * @param {HTMLElement} cross shows where the pen is
   * @param {(text: string) => void} say announces what the pen does
   */
  constructor(canvas, hand, cross, say) {
    Object.assign(this, { canvas, hand, cross, say });
    this.at = null;
    this.held = new Set();
    this.isDown = false;
    canvas.addEventListener("focus", () => this.show());
    canvas.addEventListener("blur", () => this.leave());
    canvas.addEventListener("keydown", (event) => this.press(event));
    canvas.addEventListener("keyup", (event) => this.held.delete(event.key));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.isDown && !this.hand.isDown) this.rise(); // the stroke may have been undone meanwhile
    if (event.key in WAYS) {
      this.held.add(event.key);
      this.move(event.shiftKey ? FINE_STEP_PIXELS : STEP_PIXELS);
    } else if (event.key === " " && !event.repeat) {
      this.turn();
    } else if (event.key === "Enter" || event.key === "Escape") {
      if (!this.isDown) return; // then the key reads or closes, as elsewhere on the page
      this.lift();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Two arrow keys at once move the pen diagonally. */
  move(step) {
    const { clientWidth, clientHeight } = this.canvas;
    for (const key of this.held) {
      this.at[0] = Math.min(Math.max(this.at[0] + WAYS[key][0] * step, 0), clientWidth);
      this.at[1] = Math.min(Math.max(this.at[1] + WAYS[key][1] * step, 0), clientHeight);
    }
    if (this.isDown) this.hand.move(...this.at, performance.now() / 1000, null);
    this.show();
  }

  turn() {
    if (this.isDown) {
      this.lift();
      return;
    }
    this.isDown = true;
    this.hand.down(...this.at, performance.now() / 1000, null);
    this.say("Pen down");
    this.show();
  }

  lift() {
    if (!this.isDown) return;
    this.rise();
    this.hand.up();
  }

  rise() {
    this.isDown = false;
    this.say("Pen up");
    this.show();
  }

  show() {
    this.at ??= [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2];
    this.cross.style.translate = `${this.at[0]}px ${this.at[1]}px`;
    this.cross.classList.toggle("down", this.isDown);
    this.cross.hidden = false;
  }

  leave() {
    this.lift();
    this.held.clear();
    this.cross.hidden = true;
  }
}
