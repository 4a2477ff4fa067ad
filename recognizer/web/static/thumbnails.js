/** Answers in the player's own ink: small on the end card, and as a picture. */

import { boundsOf } from "./ink.js";
import { Line } from "./surface.js";

const PEN_SHARE = 0.05; // of the height of a thumbnail
const INK_SHARE = 0.76;
const MAX_ENLARGED = 2; // a small answer stays smaller than a large one
const COLUMNS = 5;
const [CELL_WIDTH, CELL_HEIGHT, CAPTION, MARGIN] = [320, 240, 44, 60]; // in pixels of the picture

/** Paint strokes as large as fits into a box of a canvas. */
export function paintAnswer(context, strokes, [left, top, width, height], color) {
  const [inkLeft, inkTop, inkRight, inkBottom] = boundsOf(strokes);
  const across = (INK_SHARE * width) / Math.max(inkRight - inkLeft, 1);
  const scale = Math.min(across, (INK_SHARE * height) / Math.max(inkBottom - inkTop, 1), MAX_ENLARGED);
  context.save();
  context.translate(left + width / 2, top + height / 2);
  context.scale(scale, scale);
  context.translate(-(inkLeft + inkRight) / 2, -(inkTop + inkBottom) / 2);
  context.strokeStyle = color;
  context.lineCap = context.lineJoin = "round";
  for (const { points } of strokes) {
    const line = new Line({ points, width: (PEN_SHARE * height) / scale });
    line.drawNew(context);
    line.drawEnd(context);
  }
  context.restore();
}

/** Return a canvas with a score, what is said of it, and answers, in the colors of the page. */
export function endPicture(score, sayings, answers) {
  const canvas = document.createElement("canvas");
  const rows = Math.ceil(answers.length / COLUMNS);
  const head = MARGIN + 120 + 48 * sayings.length;
  canvas.width = COLUMNS * CELL_WIDTH + 2 * MARGIN;
  canvas.height = head + rows * (CELL_HEIGHT + CAPTION) + MARGIN;
  const context = canvas.getContext("2d");
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const family = getComputedStyle(document.body).fontFamily;
  const write = (text, x, y, size, ink) => {
    context.font = `600 ${size}px ${family}`;
    context.fillStyle = ink;
    context.fillText(text, x, y);
  };
  context.textAlign = "center";
  write(score, canvas.width / 2, MARGIN + 72, 84, color("accent"));
  sayings.forEach((text, k) => write(text, canvas.width / 2, MARGIN + 140 + 48 * k, 34, color("text")));
  answers.forEach(({ task, strokes }, k) => {
    const row = Math.floor(k / COLUMNS);
    const inRow = Math.min(COLUMNS, answers.length - row * COLUMNS);
    const left = (canvas.width - inRow * CELL_WIDTH) / 2 + (k % COLUMNS) * CELL_WIDTH;
    const top = head + row * (CELL_HEIGHT + CAPTION);
    paintAnswer(context, strokes, [left, top, CELL_WIDTH, CELL_HEIGHT], color("ink"));
    const solved = `${task.is_copy ? "" : task.before}${task.answer}${task.after}`;
    write(solved, left + CELL_WIDTH / 2, top + CELL_HEIGHT + CAPTION - 16, 28, color("muted"));
  });
  return canvas;
}
