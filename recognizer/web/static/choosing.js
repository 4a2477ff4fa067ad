/** The card on which a game and its way are chosen. The choice stays in this browser. */

import { Choice } from "./choice.js";

export class Choosing {
  /**
   * @param {HTMLFormElement} form holds the games, the sets of each, and the modes, as radio buttons
   * @param {() => void} changed
   */
  constructor(form, changed) {
    Object.assign(this, { form, changed });
    const valuesOf = (selector) => [...form.querySelectorAll(selector)].map((each) => each.dataset.set ?? each.value);
    this.kept = {
      set: new Choice("play set", valuesOf("[name=game][data-set], fieldset[data-game] input")),
      mode: new Choice("play mode", valuesOf("[name=mode]")),
    };
    const asked = new URLSearchParams(location.search);
    for (const name of ["set", "mode"]) {
      if (this.kept[name].words.includes(asked.get(name))) this.kept[name].word = asked.get(name);
    }
    this.choose(this.kept.set.word, this.kept.mode.word);
    form.addEventListener("change", () => this.chosen());
  }

  get set() {
    const game = this.form.querySelector("[name=game]:checked");
    return game.dataset.set ?? this.sets(game.value).querySelector(":checked").value;
  }

  get mode() {
    return this.form.querySelector("[name=mode]:checked").value;
  }

  /** Choose, without keeping it. */
  choose(set, mode) {
    const inGame = this.form.querySelector(`fieldset[data-game] input[value="${set}"]`);
    const game = inGame?.closest("fieldset").dataset.game;
    const radio = inGame ? `[name=game][value="${game}"]` : `[name=game][data-set="${set}"]`;
    if (inGame) inGame.checked = true;
    this.form.querySelector(radio).checked = true;
    this.form.querySelector(`[name=mode][value="${mode}"]`).checked = true;
    this.show();
  }

  chosen() {
    this.kept.set.next(this.set);
    this.kept.mode.next(this.mode);
    this.show();
    this.changed();
  }

  show() {
    const game = this.form.querySelector("[name=game]:checked").value;
    for (const each of this.form.querySelectorAll("fieldset[data-game]")) each.hidden = each.dataset.game !== game;
  }

  sets(game) {
    return this.form.querySelector(`fieldset[data-game="${game}"]`);
  }
}
