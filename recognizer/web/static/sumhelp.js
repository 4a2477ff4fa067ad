/** All that the page does with sums beside reading them. It is loaded only where sums are written. */

import { chip, element } from "./answer.js";
import { Answers } from "./answers.js";
import { expression, figures } from "./expression.js";
import { Marking } from "./marking.js";
import { Question } from "./question.js";
import { Shown } from "./shown.js";

const MAX_TOLD = 15; // sentences about a sum
const SURE_FROM = 0.98; // as in recognizer/reading/words.py

export class SumHelp {
  /**
   * @param {{answers: SVGElement, question: HTMLElement, answer: HTMLElement, glass: HTMLElement}} places
   * @param {import("./message.js").Message} message
   * @param {(index: number, label: string) => void} say called with what the user says that a symbol is
   * @param {() => void} changed called when sums should be shown again
   */
  constructor(places, message, say, changed) {
    this.marking = new Marking(message, changed);
    this.answers = new Answers(places.answers);
    this.question = new Question(places.question, say, places.answer);
    this.told = places.glass.querySelector(".told");
    this.sums = [];
  }

  /** Judge the sums of a reading. */
  take(sums) {
    this.sums = sums;
    this.marking.judge(sums);
  }

  /** Show what is said of them on the stage. @param {import("./placing.js").Placing} placing */
  place(placing) {
    this.answers.show(this.sums, placing);
  }

  /** The symbol that the user should be asked about; undefined for none. */
  get doubtful() {
    return this.sums.flatMap(({ unsure }) => unsure)[0];
  }

  /** Say in the glass what the signs of a symbol's sum mean, and what is worked out first. */
  explain(index) {
    const sum = this.sums.find(({ symbols }) => symbols.some((each) => each.index === index));
    const tells = sum && (sum.answer || sum.outcome === "right");
    const sentences = sum?.explained[tells ? "with_results" : "without_results"] ?? [];
    this.told.replaceChildren(...sentences.slice(0, MAX_TOLD).map((each) => element("li", "", each)));
  }

  /** Ask what the symbol of a sum is, if there is one. */
  ask(index, digits) {
    const symbol = this.sums.flatMap(({ symbols }) => symbols).find((each) => each.index === index);
    if (symbol) this.question.ask(index, digits[index], symbol.label);
    else this.question.close();
  }

  /** A tap at a place of the stage. Return whether an answer or a mark is there, which takes it. */
  tapAt(x, y) {
    const found = this.answers.at(x, y);
    if (found) this.marking.tap(found.sum, Boolean(found.isMark));
    return Boolean(found);
  }

  /** Return the element of a sum with its answer. What is not sure is marked. */
  element(sum, digits) {
    const chips = expression(sum, ({ index, label, confidence }) => {
      const made = chip(index, label || digits[index].text, true);
      const isSaid = digits[index].confidence === 1;
      if (sum.unsure.includes(index)) mark(made, "unsure");
      else if (confidence < SURE_FROM && !isSaid) mark(made, "quite sure");
      return made;
    });
    const made = element("span", "number sum", ...chips);
    if (sum.outcome === "answer" && sum.answer) made.append(this.button(sum));
    return made;
  }

  button(sum) {
    const button = element("button", "result", ...figures(sum.answer));
    Object.assign(button, { type: "button", ariaLabel: `Answer: ${sum.answer}` });
    button.addEventListener("click", () => this.marking.tap(sum, false));
    return button;
  }
}

Shown.SumHelp = SumHelp;

function mark(chip, sureness) {
  chip.classList.add(sureness.replace(" ", "-"));
  chip.firstChild.ariaLabel += `, ${sureness}`;
}
