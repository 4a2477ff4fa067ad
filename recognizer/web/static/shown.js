/** A reading on the page: marks on the stage, the panel, and the selected digit in the glass. */

import { Answer } from "./answer.js";
import { Glass } from "./glass.js";
import { boxAt, Marks } from "./marks.js";
import { digitsOf } from "./words.js";

export class Shown {
  /** What helps with sums. sumhelp.js sets it, which is loaded before the page where sums are written. */
  static SumHelp = null;

  /**
   * @param {{marks: HTMLElement, answers: SVGElement, answer: HTMLElement, glass: HTMLElement,
   *   question: HTMLElement}} places `marks` and `answers` are as large as the stage
   * @param {import("./message.js").Message} message
   * @param {(index: number, label: string) => void} say called with what the user says that a symbol is
   */
  constructor(places, message, say) {
    /** @type {import("./sumhelp.js").SumHelp | null} null where no sums are written */
    this.help = Shown.SumHelp ? new Shown.SumHelp(places, message, say, () => this.showSums()) : null;
    this.marks = new Marks(places.marks);
    this.answer = new Answer(places.answer, (index) => this.pick(index), this.help);
    this.glass = new Glass(places.glass);
    this.reading = null;
    this.digits = [];
    this.chosen = -1;
  }

  /**
   * Show `reading`, or nothing if it is null. Select what the user should be asked about, else its
   * last digit, or its first if it is of a picture.
   */
  show(reading, placing, isOfPicture) {
    Object.assign(this, { reading, placing });
    this.digits = reading ? digitsOf(reading) : [];
    this.showSums();
    this.marks.show(reading, placing);
    this.choose(this.help?.doubtful ?? (isOfPicture ? 0 : this.digits.length - 1));
    this.help?.ask(this.help.doubtful, this.digits);
  }

  /** Show the panel, and what is said of sums. */
  showSums() {
    this.help?.take(this.reading?.sums ?? []);
    this.help?.place(this.placing);
    this.answer.show(this.reading);
    this.answer.choose(this.chosen);
    this.help?.explain(this.chosen);
  }

  /** Move the marks to where the ink or the picture lies now. */
  place(placing) {
    this.placing = placing;
    this.marks.show(this.reading, placing);
    this.help?.place(placing);
    this.mark();
  }

  /** Select a digit by its index in reading order. */
  choose(index) {
    this.chosen = index;
    this.answer.choose(index);
    this.glass.show(this.digits[index] ?? null);
    this.help?.explain(index);
    this.mark();
  }

  /** Select a digit, because the user has chosen it; of a sum, ask what it is. */
  pick(index) {
    this.choose(index);
    this.help?.ask(index, this.digits);
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
