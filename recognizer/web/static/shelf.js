/**
 * Where drawings stay when the page is left: in this browser, each tab's on a sheet of its own.
 *
 * A tab goes on with the sheet that it has left; a new one with the newest sheet that there is. A
 * sheet that was not left may be open in another tab: then this one goes on with a copy, so that no
 * tab writes over what another has drawn.
 */

const KEY = "drawing ";
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
        this.keep(sheet.text, sheet.isEmpty);
      }
      return sheet.text;
    } catch {
      return null; // storage is barred
    }
  }

  /** Keep `text`; tells whether that could be done. @param {boolean} isEmpty whether nothing is drawn */
  keep(text, isEmpty) {
    return this.write(text, { isEmpty, isLeft: false });
  }

  /** Let the tab that is opened next go on with this sheet. */
  leave() {
    try {
      const sheet = sheetAt(this.id);
      if (sheet?.mark === this.mark) this.write(sheet.text, { isEmpty: sheet.isEmpty, isLeft: true });
    } catch {
      // Storage is barred: nothing was kept.
    }
  }

  write(text, state) {
    try {
      const there = sheetAt(this.id);
      if (!this.id || (there && there.mark !== this.mark)) this.id = random(); // another tab's by now
      sessionStorage.setItem(OWN, this.id);
      this.mark = random();
      const head = JSON.stringify({ ...state, mark: this.mark, time: Date.now() });
      this.clear();
      return this.put(`${head}\n${text}`);
    } catch {
      return false; // storage is barred
    }
  }

  /** Write over the oldest sheets that were left, where there is no room. */
  put(text) {
    const others = sheets().filter(({ id, isLeft }) => isLeft && id !== this.id);
    for (;;) {
      try {
        localStorage.setItem(KEY + this.id, text);
        return true;
      } catch {
        if (!others.length) return false;
        localStorage.removeItem(KEY + others.pop().id);
      }
    }
  }

  /** Take away sheets with nothing on them, and the oldest of too many. */
  clear() {
    const others = sheets().filter(({ id }) => id !== this.id);
    const gone = others.filter(({ isEmpty, isLeft }, i) => (isEmpty && isLeft) || i >= MOST_SHEETS - 1);
    for (const { id } of gone) localStorage.removeItem(KEY + id);
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
  const end = written.indexOf("\n");
  try {
    return { ...JSON.parse(written.slice(0, end)), id, text: written.slice(end + 1) };
  } catch {
    localStorage.removeItem(KEY + id); // damaged
    return null;
  }
}

const random = () => Math.random().toString(36).slice(2);
