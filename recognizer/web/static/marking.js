/** How much is said of sums: what it is of each of them, and what a tap on it does. */

import { Choice } from "./choice.js";
import { copyText } from "./take.js";

/** Each says more than the one before; see recognizer/board/activities/sumhelp.py. */
const WAYS = {
  answer: "Sums: I answer and check",
  correct: "Sums: I answer, and correct what is wrong",
  off: "Sums: I only read them",
  check: "Sums: I check what you write",
};
const BAR = "\u2044";

export class Marking {
  /**
   * @param {import("./message.js").Message} message
   * @param {() => void} changed called when sums should be shown again
   */
  constructor(message, changed) {
    Object.assign(this, { message, changed });
    this.choice = new Choice("sums", Object.keys(WAYS));
    this.told = new Set(); // keys of sums whose right result was asked for
    this.turned = new Set(); // keys of sums whose answer is shown in its other form
  }

  /** Say more, or nothing. */
  next() {
    this.choice.next();
    this.told.clear();
    this.message.tell(WAYS[this.choice.word]);
    this.changed();
  }

  /** Say of each sum what is to be said of it. @param {import("./sums.js").Sum[]} sums */
  judge(sums) {
    for (const sum of sums) Object.assign(sum, { answer: "", mark: "", words: "" }, this.judged(sum));
  }

  judged(sum) {
    const way = this.choice.word;
    if (sum.unsure.length) return { words: "not sure" };
    if (way === "off") return {};
    if (sum.outcome === "trouble") return { mark: sum.answers.length ? "trouble" : "", words: sum.trouble };
    if (sum.outcome === "answer") return way === "check" ? {} : this.answered(sum);
    if (sum.outcome === "right") return { mark: "right", words: "right" };
    if (sum.outcome !== "wrong") return {};
    const isTold = canTell(sum) && (way === "correct" || this.told.has(keyOf(sum)));
    const told = isTold ? this.answered(sum) : {};
    return { ...told, mark: "wrong", words: isTold ? `look again: ${told.answer}` : "look again" };
  }

  answered(sum) {
    const form = this.turned.has(keyOf(sum)) ? sum.forms.length - 1 : 0;
    return { answer: sum.forms[form], form };
  }

  /** A tap on an answer turns it to its other form, or copies it; one on a mark says the right result. */
  tap(sum, isMark) {
    if (isMark) this.tapMark(sum);
    else if (sum.forms.length > 1) this.turn(sum);
    else this.copy(sum);
  }

  tapMark(sum) {
    if (sum.mark === "right") this.message.tell(`Right: ${sum.text}`);
    else if (sum.mark === "wrong" && !canTell(sum)) this.message.tell(`Look again at ${sum.text}`);
    else if (sum.mark === "wrong") {
      toggle(this.told, keyOf(sum));
      this.changed();
      if (sum.answer) this.message.tell(`The result is ${sum.answer}`);
    }
  }

  turn(sum) {
    toggle(this.turned, keyOf(sum));
    this.changed();
    this.message.tell(`${sum.answer}, as a ${sum.answer.includes(BAR) ? "fraction" : "decimal"}`);
  }

  async copy({ answer }) {
    const isCopied = await copyText(answer);
    this.message.tell(isCopied ? `Copied ${answer}` : "The browser does not let me copy");
  }
}

/** Return by what a sum is the same in another reading. */
export const keyOf = ({ text, box }) => `${text} ${box}`;

/** Tell whether a result would make it right: not where a < is wrong. */
const canTell = ({ tree }) => tree.signs.every((sign) => "=≈".includes(sign));

function toggle(keys, key) {
  if (!keys.delete(key)) keys.add(key);
}
