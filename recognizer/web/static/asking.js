/** Questions to the server: the newest one wins, and only its answer counts. */

const PATIENCE = 20_000; // milliseconds

/** Why there is no answer, in one line for people. */
export class NoAnswer extends Error {
  /** @param {string} text @param {boolean} mayPass whether to ask again may help */
  constructor(text, mayPass) {
    super(text.charAt(0).toUpperCase() + text.slice(1));
    this.mayPass = mayPass;
  }
}

export class Asking {
  constructor() {
    this.newest = null;
  }

  /** @returns {Promise<object | null>} the reading; null if something newer has come between */
  ink(record) {
    return this.ask("api/ink?fields=1", JSON.stringify(record), "application/json");
  }

  /** @param {Blob} file @param {object[]} lessons @returns {Promise<object | null>} as of `ink` */
  picture(file, lessons) {
    const path = "api/image?fields=1";
    if (!lessons.length) return this.ask(path, file, file.type || "application/octet-stream");
    const form = new FormData();
    form.append("image", file);
    form.append("lessons", JSON.stringify(lessons));
    return this.ask(path, form, null, file);
  }

  /** Have a lesson made of ink. @returns {Promise<import("./lessons.js").Lesson>} */
  lesson(record, label) {
    return post("api/lesson", JSON.stringify({ ...record, label }), "application/json");
  }

  /** Return the model card. */
  async model() {
    return (await fetch("api/model")).json();
  }

  /** Want no answer any more. */
  forget() {
    this.newest?.abort();
    this.newest = null;
  }

  async ask(path, body, type, file = body) {
    this.forget();
    const control = (this.newest = new AbortController());
    const clock = setTimeout(() => control.abort(), PATIENCE);
    try {
      const reading = await post(path, body, type, control.signal);
      return this.newest === control ? reading : null;
    } catch (error) {
      const reason = error instanceof NoAnswer ? error : await whyNone(file);
      if (this.newest !== control) return null;
      throw reason;
    } finally {
      clearTimeout(clock);
    }
  }
}

/** Tell what is not there: the file (a folder may be dropped, too), or else the server. */
async function whyNone(file) {
  try {
    if (file instanceof Blob) await file.slice(0, 1).arrayBuffer();
    return new NoAnswer("The server does not answer", true);
  } catch {
    return new NoAnswer("The file cannot be read: it is a folder, or has been moved", false);
  }
}

async function post(path, body, type, signal) {
  const headers = { Accept: "application/json" };
  if (type) headers["Content-Type"] = type; // of a form the browser knows it
  const answer = await fetch(path, { method: "POST", headers, body, signal });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && (said.lines || said.embedding)) return said;
  const reason = said.error?.message ?? `The server answers with error ${answer.status}`;
  throw new NoAnswer(reason, answer.status >= 500);
}
