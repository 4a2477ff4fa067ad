/**
 * Where drawings stay when the user leaves the page: in this browser, one sheet for each tab.
 *
 * A tab goes on with its own sheet, a new tab with the newest sheet. That sheet may still be open in
 * another tab. Then the new tab goes on with a copy: no tab overwrites the drawing of another.
 */

const KEY = "drawing "; // followed by the id of a sheet: who wrote it last
const TEXT = "ink "; // followed by the id: the drawing
const OWN = "sheet"; // in the storage of the tab: the id of its sheet
const MAX_SHEETS = 8;

export class Shelf {
  constructor() {
    this.id = null;
    this.mark = null; // the mark of the last writing of this page
  }

  /** Return the text of the sheet to go on with, or null. */
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
      return null; // storage is blocked
    }
  }

  /** Keep `text`. Return whether that worked. @param {boolean} isEmpty whether nothing is drawn */
  keep(text, isEmpty) {
    try {
      const there = sheetAt(this.id);
      if (!this.id || (there && there.mark !== this.mark)) this.id = random(); // another tab wrote on it
      sessionStorage.setItem(OWN, this.id);
      this.clear();
      if (!this.write(text)) return false;
      this.mark = this.put({ id: this.id, isEmpty, isLeft: false });
      return true;
    } catch {
      return false; // storage is blocked
    }
  }

  /** Leave this sheet: the next new tab may go on with it. */
  leave() {
    try {
      const sheet = sheetAt(this.id);
      if (sheet?.mark === this.mark) this.mark = this.put({ ...sheet, isLeft: true });
    } catch {
      // Storage is blocked: nothing was kept.
    }
  }

  /** Mark a sheet as written by this page, and return the mark. */
  put({ id, isEmpty, isLeft }) {
    const mark = random();
    localStorage.setItem(KEY + id, JSON.stringify({ isEmpty, isLeft, mark, time: Date.now() }));
    return mark;
  }

  /** Write the text. If there is no room, remove the oldest sheets that were left. */
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

  /** Remove empty sheets, and the oldest if there are too many. */
  clear() {
    const others = sheets().filter(({ id }) => id !== this.id);
    const gone = others.filter(({ isEmpty, isLeft }, i) => (isEmpty && isLeft) || i >= MAX_SHEETS - 1);
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
