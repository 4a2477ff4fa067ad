/**
 * Where drawings stay when the page is left: in this browser, each tab's on a sheet of its own.
 *
 * A tab goes on with the sheet that it has left; a new one with the newest sheet that there is. A
 * sheet that was not left may be open in another tab: then this one goes on with a copy, so that no
 * tab writes over what another has drawn.
 */

const KEY = "drawing "; // and the id of a sheet: whose it is
const TEXT = "ink "; // and the id: what is on it
const OWN = "sheet"; // in the storage of the tab
const MOST_SHEETS = 8;

export class Shelf {
  constructor() {
    this.id = null;
    this.mark = null; // of what this page has written last
  }

  /** Return the text to go on with; null if there is none. */
  take() {
    try {
      const own = sessionStorage.getItem(OWN);
      const sheet = sheetAt(own) ?? sheets().find(({ isEmpty }) => !isEmpty);
      if (!sheet) return null;
      if (sheet.isLeft) {
        Object.assign(this, { id: sheet.id, mark: sheet.mark });
        this.mark = this.put({ ...sheet, isLeft: false });
      }
      return localStorage.getItem(TEXT + sheet.id);
    } catch {
      return null; // storage is barred
    }
  }

  /** Keep `text`; tells whether that could be done. @param {boolean} isEmpty whether nothing is drawn */
  keep(text, isEmpty) {
    try {
      const there = sheetAt(this.id);
      if (!this.id || (there && there.mark !== this.mark)) this.id = random(); // another tab's by now
      sessionStorage.setItem(OWN, this.id);
      this.clear();
      if (!this.write(text)) return false;
      this.mark = this.put({ id: this.id, isEmpty, isLeft: false });
      return true;
    } catch {
      return false; // storage is barred
    }
  }

  /** Let the tab that is opened next go on with this sheet. */
  leave() {
    try {
      const sheet = sheetAt(this.id);
      if (sheet?.mark === this.mark) this.mark = this.put({ ...sheet, isLeft: true });
    } catch {
      // Storage is barred: nothing was kept.
    }
  }

  /** Say whose a sheet is, and return the mark by which this page knows that it was the last to. */
  put({ id, isEmpty, isLeft }) {
    const mark = random();
    localStorage.setItem(KEY + id, JSON.stringify({ isEmpty, isLeft, mark, time: Date.now() }));
    return mark;
  }

  /** Write the text, over the oldest sheets that were left where there is no room. */
  write(text) {
    const others = sheets().filter(({ id, isLeft }) => isLeft && id !== this.id);
    for (;;) {
      try {
        localStorage.setItem(TEXT + this.id, text);
        return true;
      } catch {
        if (!others.length) return false;
        remove(others.pop().id);
      }
    }
  }

  /** Take away sheets with nothing on them, and the oldest of too many. */
  clear() {
    const others = sheets().filter(({ id }) => id !== this.id);
    const gone = others.filter(({ isEmpty, isLeft }, i) => (isEmpty && isLeft) || i >= MOST_SHEETS - 1);
    for (const { id } of gone) remove(id);
  }
}

/** Return all sheets, the newest first. */
function sheets() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(KEY));
  const found = names.map((name) => sheetAt(name.slice(KEY.length)));
  return found.filter(Boolean).sort((one, other) => other.time - one.time);
}

function sheetAt(id) {
  const written = id && localStorage.getItem(KEY + id);
  if (!written) return null;
  try {
    return { ...JSON.parse(written), id };
  } catch {
    remove(id); // damaged
    return null;
  }
}

function remove(id) {
  localStorage.removeItem(KEY + id);
  localStorage.removeItem(TEXT + id);
}

const random = () => Math.random().toString(36).slice(2);
