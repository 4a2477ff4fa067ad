/** The hand that holds the pen or the eraser, whoever moves it: a pointer, or keys. */

import { isTouched } from "./ink.js";
import { toInk } from "./placing.js";
import { Line } from "./surface.js";

export const PEN_WIDTHS = [4, 7, 10, 14, 20];
const LEAST_WAY = 0.5; // CSS pixels: points that are closer say nothing new
const ERASER = 12; // CSS pixels, radius

export class Hand {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {import("./surface.js").Surface} surface
   */
  constructor(drawing, surface) {
    this.drawing = drawing;
    this.surface = surface;
    this.width = PEN_WIDTHS[2];
    this.erasing = false; // what the pen does when it comes down
    this.line = null; // being drawn
    this.rubbing = null; // {at, left}: where the eraser is, and which strokes are left
    this.frame = 0;
  }

  get isDown() {
    return Boolean(this.line || this.rubbing);
  }

  /** Begin at (x, y) of the pad; with the eraser if it is chosen or `erases`. */
  down(x, y, time, pressure, erases = false) {
    const [inkX, inkY] = toInk(this.surface.placing, x, y);
    if (erases || this.erasing) {
      this.rubbing = { at: [inkX, inkY], left: this.drawing.strokes };
      this.move(x, y, time, pressure);
      return;
    }
    const width = this.width / this.surface.placing.zoom;
    this.line = new Line({ points: [[inkX, inkY, time, pressure]], width });
    this.later();
  }

  move(x, y, time, pressure) {
    const spot = toInk(this.surface.placing, x, y);
    if (this.rubbing) this.rub(spot);
    if (!this.line) return;
    const { points } = this.line.stroke;
    const last = points[points.length - 1];
    const way = Math.hypot(spot[0] - last[0], spot[1] - last[1]) * this.surface.placing.zoom;
    if (way < LEAST_WAY) return;
    points.push([spot[0], spot[1], time, pressure]);
    this.later();
  }

  up() {
    const { line, rubbing } = this.letGo();
    if (line) {
      this.surface.draw(line);
      this.surface.finish(line);
      this.drawing.add(line.stroke);
    }
    if (rubbing) this.drawing.keep(rubbing.left);
  }

  /** Let go as if nothing had been begun. */
  drop() {
    if (this.isDown) {
      this.letGo();
      this.surface.paint(this.drawing.strokes);
    }
  }

  letGo() {
    const { line, rubbing } = this;
    this.line = this.rubbing = null;
    return { line, rubbing };
  }

  /** Draw all anew, with what is under the pen; after the pad has another size or color. */
  repaint() {
    this.surface.paint(this.rubbing?.left ?? this.drawing.strokes);
    if (this.line) {
      this.line = new Line(this.line.stroke);
      this.later();
    }
  }

  rub(spot) {
    const { at, left } = this.rubbing;
    const reach = ERASER / this.surface.placing.zoom;
    const kept = left.filter((stroke) => !isTouched(stroke, at, spot, reach));
    this.rubbing = { at: spot, left: kept };
    if (kept.length < left.length) this.surface.paint(kept);
  }

  later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.line) this.show(this.line);
    });
  }

  show(line) {
    if (line.stroke.points.length === 1) this.surface.finish(line);
    this.surface.draw(line);
  }
}
