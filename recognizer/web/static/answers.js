/** The sums of a reading, on the ink or the picture: answers behind "=", and marks of written ones. */

import { keyOf } from "./marking.js";
import { PLAIN } from "./placing.js";
import { shape } from "./svg.js";
import { overlaps } from "./tagplace.js";

const NEAR_PIXELS = 6; // a tap so near to an answer or a mark, in CSS pixels, hits it
const CHECK = "M0 .55 .35 .9 1 .05"; // in widths and heights of its box
const CHECK_SHARE = 0.5; // of the height of what it stands beside
const [MIN_CHECK_PIXELS, MAX_CHECK_PIXELS] = [16, 40];
const [GAP_PIXELS, LINE_PIXELS, WORDS_PIXELS] = [14, 4, 16]; // around a result
const BAR = "\u2044";

export class Answers {
  /** @param {SVGElement} layer as large as the stage */
  constructor(layer) {
    this.layer = layer;
    this.digit = digitHeight(getComputedStyle(layer).fontFamily);
    /** @type {{sum: import("./sums.js").Sum, shape: SVGElement, isMark?: boolean}[]} */
    this.shown = [];
  }

  /** Show what is said of `sums`. `placing` says where the ink lies. A new "look again" waits for the hand to rest. */
  show(sums, placing) {
    const { zoom, left, top } = placing ?? PLAIN; // of a picture that is not loaded yet
    const rested = new Set(this.shown.map(({ sum }) => keyOf(sum)));
    this.shown = sums.flatMap((sum) => {
      const answer = sum.answer ? [{ sum, shape: this.text("answer", sum.answers[sum.form]) }] : [];
      const mark = sum.mark ? [{ sum, shape: this.marked(sum, zoom), isMark: true }] : [];
      mark[0]?.shape.classList.toggle("new", !rested.has(keyOf(sum)));
      return [...answer, ...mark];
    });
    const all = shape("g", { transform: `translate(${left} ${top}) scale(${zoom})` });
    all.append(...this.shown.map((each) => each.shape));
    this.layer.replaceChildren(all);
  }

  marked({ mark, result, answers }, zoom) {
    if (mark === "trouble") return this.text("trouble", answers[0]);
    const shapes = mark === "right" ? [check(result, zoom)] : again(result, zoom);
    return shape("g", { class: mark }, ...shapes);
  }

  /** Return the sum whose answer or mark is at a place of the stage, and which it is; undefined for none. */
  at(x, y) {
    const frame = this.layer.getBoundingClientRect();
    const [across, down] = [x + frame.left, y + frame.top];
    const spot = [across - NEAR_PIXELS, down - NEAR_PIXELS, across + NEAR_PIXELS, down + NEAR_PIXELS];
    return this.shown.find(({ shape }) => [...shape.children].some((each) => overlaps(boxOf(each), spot)));
  }

  /** An answer makes way for a pen that writes there, until all is read again. */
  makeWay(x, y) {
    const found = this.at(x, y);
    if (!found || found.isMark) return;
    found.shape.remove();
    this.shown = this.shown.filter((each) => each !== found);
  }

  text(className, pieces) {
    const drawn = runs(pieces).map(({ text, box }) => (text === BAR ? bar(box) : this.figures(text, box)));
    return shape("g", { class: className }, ...drawn);
  }

  /** Return figures that are as high as their box, and as wide. */
  figures(text, [left, top, right, foot]) {
    const size = (foot - top) / this.digit;
    const place = { x: left, y: foot, "font-size": size, textLength: right - left };
    return shape("text", { ...place, lengthAdjust: "spacingAndGlyphs" }, text);
  }
}

/** Return pieces that stand side by side as one, so that their type sets the spaces between them. */
function runs(pieces) {
  return pieces.reduce((found, { text, box }) => {
    const last = found[found.length - 1];
    const isBeside = last && text !== BAR && last.text !== BAR && last.box[3] === box[3] && Math.abs(last.box[2] - box[0]) < 0.01;
    if (!isBeside) return [...found, { text, box }];
    const joined = { text: last.text + text, box: [...last.box.slice(0, 2), ...box.slice(2)] };
    return [...found.slice(0, -1), joined];
  }, []);
}

function bar([left, top, right, bottom]) {
  return shape("rect", { x: left, y: top, width: right - left, height: bottom - top });
}

/** Return a check beside a result. */
function check([, top, right, bottom], zoom) {
  const size = Math.min(Math.max((bottom - top) * CHECK_SHARE, MIN_CHECK_PIXELS / zoom), MAX_CHECK_PIXELS / zoom);
  const place = `translate(${right + GAP_PIXELS / zoom} ${(top + bottom - size) / 2}) scale(${size})`;
  return shape("path", { d: CHECK, transform: place, "stroke-width": 0.14 });
}

/** Return a line under a result, and the words below it. */
function again([left, , right, bottom], zoom) {
  const y = bottom + GAP_PIXELS / 2 / zoom;
  const words = { x: (left + right) / 2, y: y + 1.2 * WORDS_PIXELS / zoom, "font-size": WORDS_PIXELS / zoom };
  return [
    shape("path", { d: `M${left} ${y}H${right}`, "stroke-width": LINE_PIXELS / zoom }),
    shape("text", { ...words, "text-anchor": "middle" }, "look again"),
  ];
}

function boxOf(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
}

/** Return how high a digit is in this type, in font sizes. */
function digitHeight(family) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `600 100px ${family}`;
  return context.measureText("0").actualBoundingBoxAscent / 100;
}
