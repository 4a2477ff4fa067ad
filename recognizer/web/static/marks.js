/** The reading, on the ink or the picture itself: a box and a tag for each number that is in no sum. */

import { boxOn } from "./placing.js";
import { numbersBeside } from "./sums.js";
import { overlaps, tagPlace } from "./tagplace.js";
import { tagWords } from "./words.js";

const PADDING_PIXELS = 14; // CSS pixels between ink and box

export class Marks {
  /** @param {HTMLElement} layer as large as the stage */
  constructor(layer) {
    this.layer = layer;
    this.placing = null;
    this.chosen = piece("chosen");
  }

  /** Show the numbers of `reading`, or none if it is null. `placing` says where the ink lies. */
  show(reading, placing) {
    this.placing = placing;
    this.layer.replaceChildren();
    if (!reading) return;
    const numbers = numbersBeside(reading).filter((number) => number.box);
    const boxes = numbers.map((number) => boxOn(placing, number.box, PADDING_PIXELS));
    boxes.forEach((box) => this.layer.append(laid(piece("outline"), box)));
    const tags = numbers.map(tagOf);
    this.layer.append(...tags, this.chosen);
    this.spread(tags, boxes);
  }

  /** Highlight the digit in `box`, or none if it is null. */
  choose(box) {
    this.chosen.hidden = !box;
    if (box) laid(this.chosen, boxOn(this.placing, box, PADDING_PIXELS / 2));
  }

  /** Place each tag by its box, one after the other. Without room it is hidden; the panel says it. */
  spread(tags, boxes) {
    const stage = { width: this.layer.clientWidth, height: this.layer.clientHeight };
    const sizes = tags.map((tag) => ({ width: tag.offsetWidth, height: tag.offsetHeight }));
    const taken = [...boxes];
    tags.forEach((tag, i) => {
      const { width, height } = sizes[i];
      const others = taken.filter((each) => each !== boxes[i]);
      const place = tagPlace(sizes[i], boxes[i], stage, others);
      tag.hidden = !place;
      if (!place) return;
      const [left, top] = place;
      tag.style.translate = `${left}px ${top}px`;
      taken.push([left, top, left + width, top + height]);
    });
  }
}

/** Return the index of the box in `boxes` at a place of the stage, or -1. Boxes are in their own unit. */
export function boxAt(boxes, placing, x, y) {
  const spot = [x, y, x, y];
  return boxes.findIndex((box) => box && overlaps(boxOn(placing, box, PADDING_PIXELS / 2), spot));
}

function tagOf(number) {
  const [figure, words] = tagWords(number);
  const parts = figure ? [piece("figure", figure)] : [];
  return piece("tag", ...parts, piece("words", words));
}

function piece(kind, ...content) {
  const made = document.createElement("span");
  made.className = kind;
  made.append(...content);
  return made;
}

function laid(element, [left, top, right, bottom]) {
  element.style.translate = `${left}px ${top}px`;
  element.style.width = `${right - left}px`;
  element.style.height = `${bottom - top}px`;
  return element;
}
