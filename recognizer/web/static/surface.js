/**
 * Ink on a canvas, in the full resolution of the screen. Quadratic curves go through the middles
 * between points, so a fast movement has no corners.
 */

import { PLAIN } from "./placing.js";

const NARROWEST = 0.4; // a pen that is hardly pressed draws with this part of its width
const WIDEST = 1.6;

export class Surface {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.placing = PLAIN;
  }

  /** Take over the size of the canvas on the page, in pixels of the screen. */
  fit() {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * ratio);
    this.canvas.height = Math.round(this.canvas.clientHeight * ratio);
  }

  /** Clear the canvas, and draw `strokes`. */
  paint(strokes) {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.prepare();
    for (const stroke of strokes) {
      const line = new Line(stroke);
      line.drawNew(this.context);
      line.drawEnd(this.context);
    }
  }

  /** Draw the new part of `line`. @param {Line} line */
  draw(line) {
    this.prepare();
    line.drawNew(this.context);
  }

  /** Draw the end of `line`. @param {Line} line */
  finish(line) {
    this.prepare();
    line.drawEnd(this.context);
  }

  prepare() {
    const ratio = window.devicePixelRatio || 1;
    const { zoom, left, top } = this.placing;
    this.context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * left, ratio * top);
    this.context.strokeStyle = this.context.fillStyle = getComputedStyle(this.canvas).color;
    this.context.lineCap = this.context.lineJoin = "round";
  }
}

/** A stroke, and how much of it is drawn on the canvas. */
export class Line {
  /** @param {import("./ink.js").Stroke} stroke */
  constructor(stroke) {
    this.stroke = stroke;
    this.drawn = 0; // points whose curve is on the canvas
    this.relative = 1; // width at the last of these points, in pen widths
    this.isLong = false; // whether it is too long for a tap
  }

  /** Draw one path for each width, no more: a path costs as much as many curves. */
  drawNew(context) {
    const { points } = this.stroke;
    let begun = 0; // width of the open path, 0 for none
    for (this.drawn = Math.max(this.drawn, 1); this.drawn < points.length - 1; this.drawn++) {
      const [before, here, after] = points.slice(this.drawn - 1, this.drawn + 2);
      const width = this.widthAt(here, before);
      if (width !== begun) {
        if (begun) context.stroke();
        begin(context, width, this.drawn === 1 ? before : middle(before, here));
        begun = width;
      }
      context.quadraticCurveTo(here[0], here[1], ...middle(here, after));
    }
    if (begun) context.stroke();
  }

  drawEnd(context) {
    const { points } = this.stroke;
    const [last, before] = [points[points.length - 1], points[points.length - 2]];
    const from = points.length < 2 ? last : points.length > 2 ? middle(before, last) : before;
    begin(context, this.widthAt(last, from), from);
    context.lineTo(last[0], last[1]);
    context.stroke();
  }

  /** Return the width: it follows the pressure smoothly, and is even if no pressure is known. */
  widthAt(here, before) {
    const { width } = this.stroke;
    if (here[3] === null) return width * this.relative;
    const asked = Math.min(NARROWEST + 1.2 * here[3], WIDEST);
    const way = Math.hypot(here[0] - before[0], here[1] - before[1]) / width;
    this.relative = this.drawn > 1 ? asked + (this.relative - asked) * Math.exp(-way) : asked;
    return width * this.relative;
  }
}

function begin(context, width, [x, y]) {
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, y);
}

const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
