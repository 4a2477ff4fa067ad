/** A watch that stands still while a game pauses, asks or cheers. As recognizer/play/watch.py. */

export class Watch {
  constructor() {
    this.counted = 0;
    this.since = null; // null while it stands
  }

  start(now) {
    this.since ??= now;
  }

  stop(now) {
    this.counted = this.seconds(now);
    this.since = null;
  }

  /** Return how many seconds it has counted. */
  seconds(now) {
    return this.counted + (this.since === null ? 0 : Math.max(0, now - this.since));
  }

  /** Return at what time it will have counted so many; never while it stands. */
  when(seconds) {
    return this.since === null ? Infinity : this.since + seconds - this.counted;
  }
}
