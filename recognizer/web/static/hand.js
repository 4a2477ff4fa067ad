/** The hand that holds the pen or the eraser. A pointer or the keys move it. */

import { isTouched } from "./ink.js";
import { toInk } from "./placing.js";
import { Line } from "./surface.js";

export const PEN_WIDTHS = [4, 7, 10, 14, 20];
const LEAST_WAY_PIXELS = 0.5; // in CSS pixels; closer points add nothing
const ERASER_RADIUS_PIXELS = 12; // in CSS pixels
const TAP_PIXELS = 6; // a line that goes no further than this, in CSS pixels, may be a tap
const TAP_S = 0.4;

export class Hand {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {import("./surface.js").Surface} surface
   * @param {{tapped: (x: number, y: number) => boolean, moved: (x: number, y: number) => void}} heard
   *   `tapped` tells whether a tap at this place of the pad was taken: then it draws nothing;
   *   `moved` is called with where a line is drawn
   */
  constructor(drawing, surface, { tapped, moved }) {
    Object.assign(this, { drawing, surface, tapped, moved });
    this.width = PEN_WIDTHS[2];
    this.erasing = false; // whether the next pen down erases
    this.line = null; // the line that is being drawn
    this.rubbing = null; // {at, left}: where the eraser is, and which strokes are left
    this.frame = 0;
  }

  get isDown() {
    return Boolean(this.line || this.rubbing);
  }

  /** Pen down at (x, y) of the pad. It erases if the eraser is chosen, or if `erases`. */
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
    if (distance(last, spot) * this.surface.placing.zoom < LEAST_WAY_PIXELS) return;
    points.push([spot[0], spot[1], time, pressure]);
    this.line.isLong ||= distance(points[0], spot) * this.surface.placing.zoom > TAP_PIXELS;
    if (this.line.isLong) this.moved(x, y);
    this.later();
  }

  up() {
    const { line, rubbing } = this.letGo();
    if (line && this.isTaken(line)) {
      this.surface.paint(this.drawing.strokes);
    } else if (line) {
      this.surface.draw(line);
      this.surface.finish(line);
      this.drawing.add(line.stroke);
    }
    if (rubbing) this.drawing.keep(rubbing.left);
  }

  /** Tell whether a line is a tap on something that takes it. @param {Line} line */
  isTaken({ isLong, stroke: { points } }) {
    const { zoom, left, top } = this.surface.placing;
    const [[x, y, begun], [, , ended]] = [points[0], points[points.length - 1]];
    return !isLong && ended - begun <= TAP_S && this.tapped(x * zoom + left, y * zoom + top);
  }

  /** Pen up, and forget the line or the erasing that was begun. */
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

  /** Draw everything again, with the open line. Call it after a change of size or color. */
  repaint() {
    this.surface.paint(this.rubbing?.left ?? this.drawing.strokes);
    if (this.line) {
      this.line = new Line(this.line.stroke);
      this.later();
    }
  }

  rub(spot) {
    const { at, left } = this.rubbing;
    const reach = ERASER_RADIUS_PIXELS / this.surface.placing.zoom;
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

const distance = ([x, y], [otherX, otherY]) => Math.hypot(x - otherX, y - otherY);
