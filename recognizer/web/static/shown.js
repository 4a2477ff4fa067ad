/** A reading on the page: marks on the stage, the panel, and the selected digit in the glass. */

import { Answer } from "./answer.js";
import { Glass } from "./glass.js";
import { boxAt, Marks } from "./marks.js";
import { digitsOf } from "./words.js";

export class Shown {
  /**
   * @param {HTMLElement} layer for the marks, as large as the stage
   * @param {HTMLElement} panel for the answer
   * @param {HTMLElement} glass for what the network sees
   */
  constructor(layer, panel, glass) {
    this.marks = new Marks(layer);
    this.answer = new Answer(panel, (index) => this.choose(index));
    this.glass = new Glass(glass);
    this.reading = null;
    this.digits = [];
    this.chosen = -1;
  }

  /** Show `reading`, or nothing if it is null. Select its first digit, or its last. */
  show(reading, placing, looksAtFirst) {
    this.reading = reading;
    this.digits = reading ? digitsOf(reading) : [];
    this.placing = placing;
    this.marks.show(reading, placing);
    this.answer.show(reading);
    this.choose(looksAtFirst ? 0 : this.digits.length - 1);
  }

  /** Move the marks to where the ink or the picture lies now. */
  place(placing) {
    this.placing = placing;
    this.marks.show(this.reading, placing);
    this.mark();
  }

  /** Select a digit by its index in reading order. */
  choose(index) {
    this.chosen = index;
    this.answer.choose(index);
    this.glass.show(this.digits[index] ?? null);
    this.mark();
  }

  /** Select the digit at a place of the stage, if there is one. */
  chooseAt(x, y) {
    const index = boxAt(this.digits.map((digit) => digit.box), this.placing, x, y);
    if (index >= 0 && index !== this.chosen) this.choose(index);
  }

  chooseNext(way) {
    const count = this.digits.length;
    if (count) this.choose((this.chosen + way + count) % count);
  }

  mark() {
    this.marks.choose(this.digits.length > 1 ? this.digits[this.chosen].box : null);
  }
}
