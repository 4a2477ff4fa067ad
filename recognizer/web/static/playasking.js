/** What a game asks the server: for tasks, and what becomes of an answer. */

import { ASKED, Asking, NoAnswer } from "./asking.js";

export class PlayAsking extends Asking {
  /** Ask for a reading of ink that answers a task, with its `judgment`. As `ink`. */
  answer(record, lessons) {
    return this.about(`api/answer?${ASKED}`, record, lessons);
  }

  /**
   * Return the tasks of a set.
   *
   * @param {URLSearchParams} query
   * @returns {Promise<{set: string, title: string, tasks: import("./round.js").Task[]}>}
   */
  async tasks(query) {
    const answer = await fetch(`api/tasks?${query}`).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!said?.tasks) throw new NoAnswer(said?.error?.message ?? "The server does not answer", true);
    return said;
  }
}
