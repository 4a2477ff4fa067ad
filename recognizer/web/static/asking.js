/** Questions to the server. Only the answer to the newest one counts. */

import { alphabet } from "./words.js";

export const ASKED = new URLSearchParams({ alphabet: alphabet.alphabet });
const PATIENCE_MS = 20_000; // for an answer about ink
const PICTURE_PATIENCE_MS = 60_000; // 20 s to send it, 30 s to wait for a reader, 10 s to read it

/** Why there is no answer, in one line for the user. */
export class NoAnswer extends Error {
  /**
   * @param {string} text
   * @param {boolean} mayPass whether asking again may help
   * @param {{code?: string, status?: number}} said the error code and the HTTP status of the server
   */
  constructor(text, mayPass, said = {}) {
    super(text.charAt(0).toUpperCase() + text.slice(1));
    Object.assign(this, { mayPass, ...said });
  }
}

export class Asking {
  constructor() {
    this.newest = null;
    this.known = { lessons: null, id: "" }; // the lessons that were sent last, and their id
  }

  /** @returns {Promise<object | null>} the reading; null if a newer question was asked */
  ink(record, lessons) {
    return this.about(`api/ink?fields=1&${ASKED}`, record, lessons);
  }

  about(path, record, lessons) {
    return this.newestOf(PATIENCE_MS, (signal) => this.withLessons(path, record, lessons, signal));
  }

  withLessons(path, record, lessons, signal) {
    const bodyOf = (given) => JSON.stringify(given ? { ...record, lessons: given } : record);
    return this.taught(lessons, (given) => post(path, bodyOf(given), "application/json", signal));
  }

  /**
   * @param {Blob} file
   * @param {object[]} lessons
   * @param {object[]} corrections what the user says of its symbols
   * @returns {Promise<object | null>} as for ink
   */
  picture(file, lessons, corrections) {
    return this.newestOf(PICTURE_PATIENCE_MS, (signal) => this.taught(lessons, (given) => {
      const form = new FormData();
      form.append("image", file);
      if (given) form.append("lessons", JSON.stringify(given));
      if (corrections.length) form.append("corrections", JSON.stringify(corrections));
      return post(`api/image?fields=1&${ASKED}`, form, null, signal);
    }));
  }

  /**
   * Ask the server to make a lesson from ink.
   *
   * @returns {Promise<{lesson: import("./keptlessons.js").Lesson, reads: string}>} the lesson, and
   *   what this ink is read as with it and the other `lessons`
   */
  async lesson(record, label, lessons) {
    const { reads, ...lesson } = await this.withLessons(`api/lesson?${ASKED}`, { ...record, label }, lessons);
    return { lesson, reads };
  }

  /** Return what is inside the networks for the ink of one symbol, and where the lessons lie on their map. */
  inside(record, lessons) {
    return this.withLessons(`api/inside?${ASKED}`, record, lessons);
  }

  /** Return the model card. */
  async model() {
    return (await fetch("api/model")).json();
  }

  /** Ignore the answer to the last question. */
  forget() {
    this.newest?.abort();
    this.newest = null;
  }

  /**
   * Ask with the lessons. They are sent once, and from then on by the id that the server gave
   * them. They are sent again if the server has forgotten them, or another worker answers.
   *
   * @param {object[]} lessons
   * @param {(given: object[] | string | null) => Promise<object>} ask
   */
  async taught(lessons, ask) {
    if (!lessons.length) return ask(null);
    if (this.known.lessons === lessons) {
      try {
        return await ask(this.known.id);
      } catch (error) {
        if (error.code !== "unknown_lessons") throw error;
      }
    }
    try {
      const said = await ask(lessons);
      if (said.lessons) this.known = { lessons, id: said.lessons };
      return said;
    } catch (error) {
      if (error.code !== "bad_lesson") throw error;
      return { ...(await ask(null)), lessonsAreBad: true }; // damaged lessons must not stop all reading
    }
  }

  async newestOf(patience, ask) {
    this.forget();
    const control = (this.newest = new AbortController());
    const clock = setTimeout(() => control.abort(), patience);
    try {
      const reading = await ask(control.signal);
      return this.newest === control ? reading : null;
    } catch (error) {
      if (this.newest !== control) return null;
      throw error instanceof NoAnswer ? error : new NoAnswer("The server does not answer", true);
    } finally {
      clearTimeout(clock);
    }
  }
}

async function post(path, body, type, signal) {
  const headers = { Accept: "application/json" };
  if (type) headers["Content-Type"] = type; // of a form the browser sets it
  const answer = await fetch(path, { method: "POST", headers, body, signal });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && (said.lines || said.embedding || said.layers)) return said;
  const reason = said.error?.message ?? `The server answers with error ${answer.status}`;
  throw new NoAnswer(reason, answer.status >= 500, { code: said.error?.code, status: answer.status });
}
