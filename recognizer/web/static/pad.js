/** Mouse, finger and pen on the pad, one at a time. They move the hand. */

const LEFT = 0;
const RIGHT = 2;
const PEN_ERASER = 5;

export class Pad {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./hand.js").Hand} hand
   * @param {(x: number, y: number) => void} hovered called with the place of a pointer that does not draw
   */
  constructor(canvas, hand, hovered) {
    this.canvas = canvas;
    this.hand = hand;
    this.hovered = hovered;
    this.pointer = null; // the pointer that draws, or null
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      canvas.addEventListener(end, (event) => this.up(event));
    }
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    // A press would give the pad the focus; then the pad would take keys from the page.
    canvas.addEventListener("mousedown", (event) => event.preventDefault());
  }

  down(event) {
    if (![LEFT, RIGHT, PEN_ERASER].includes(event.button) || !this.mayBegin(event)) return;
    event.preventDefault();
    document.activeElement?.blur();
    this.hand.drop(); // what a palm drew before the pen came, or the keys
    this.pointer = { id: event.pointerId, type: event.pointerType };
    this.canvas.setPointerCapture(event.pointerId);
    this.hand.down(...this.spot(event), event.button !== LEFT);
  }

  /** The first pointer draws, a second one does not. But a pen replaces a finger: that was a palm. */
  mayBegin(event) {
    return !this.pointer || (event.pointerType === "pen" && this.pointer.type === "touch");
  }

  move(event) {
    if (!this.pointer) {
      if (event.pointerType !== "touch") this.hovered(...this.place(event));
      return;
    }
    if (event.pointerId !== this.pointer.id) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.hand.move(...this.spot(each));
  }

  up(event) {
    if (event.pointerId !== this.pointer?.id) return;
    this.pointer = null;
    this.hand.up();
  }

  spot(event) {
    const pressed = event.pointerType === "pen" && event.pressure > 0 && event.pressure < 1;
    return [...this.place(event), event.timeStamp / 1000, pressed ? event.pressure : null];
  }

  place(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}
