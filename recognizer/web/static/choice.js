/** A choice among a few words, which stays in this browser. */

export class Choice {
  /**
   * @param {string} name under which it is kept
   * @param {string[]} words the usual one first
   */
  constructor(name, words) {
    Object.assign(this, { name, words });
    this.word = this.kept();
  }

  /** Go on to the word after this one, or to `word`. */
  next(word = this.words[(this.words.indexOf(this.word) + 1) % this.words.length]) {
    this.word = word;
    try {
      localStorage.setItem(this.name, word);
    } catch {
      // Storage is blocked: the choice lasts until the user leaves the page.
    }
  }

  kept() {
    try {
      const word = localStorage.getItem(this.name);
      return this.words.includes(word) ? word : this.words[0];
    } catch {
      return this.words[0];
    }
  }
}
