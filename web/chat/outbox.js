/**
 * What a person has said and the backend has not answered yet. One message at a time, in order. Without a connection a
 * message waits and is sent once more when the connection is back; after that the person decides. The same message keeps
 * its client_id, so that nothing is done twice.
 */

import { passing } from "/assets/shared/memory.js";
import { Trouble } from "/assets/chat/api.js";

const KEY = "outbox";
const SECOND_TRY = 2_000;

/** An id for a message. `crypto.randomUUID` needs HTTPS, a village's intranet may not have it. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @typedef {{text: string, choice?: string, client_id: string}} Letter */

export class Outbox {
  /**
   * @param {(letter: Letter) => Promise<any>} send
   * @param {{sent: (letter: Letter, answer: any) => void, failed: (letter: Letter, trouble: Trouble) => void, trying: (letter: Letter) => void}} on
   */
  constructor(send, on) {
    this.send = send;
    this.on = on;
    /** @type {Promise<void>} */
    this.line = Promise.resolve();
  }

  /** What was still unsent when the page was left. @returns {Letter[]} */
  left() {
    return passing.get(KEY) ?? [];
  }

  /** @param {Letter} letter */
  forget(letter) {
    const rest = this.left().filter((other) => other.client_id !== letter.client_id);
    passing.set(KEY, rest.length ? rest : null);
  }

  /** Send after everything that waits before it. @param {Letter} letter */
  post(letter) {
    this.forget(letter);
    passing.set(KEY, [...this.left(), letter]);
    this.line = this.line.then(() => this.deliver(letter));
    return this.line;
  }

  /** @param {Letter} letter */
  async deliver(letter) {
    this.on.trying(letter);
    try {
      let answer;
      try {
        answer = await this.send(letter);
      } catch (trouble) {
        if (!(trouble instanceof Trouble) || trouble.kind !== "offline") throw trouble;
        await connectionBack();
        answer = await this.send(letter);
      }
      this.forget(letter);
      this.on.sent(letter, answer);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.on.failed(letter, trouble);
    }
  }
}

/** Wait for the browser to be online again, or a moment when it believes it is. @returns {Promise<void>} */
function connectionBack() {
  return new Promise((resolve) => {
    if (navigator.onLine) setTimeout(resolve, SECOND_TRY);
    else window.addEventListener("online", () => resolve(), { once: true });
  });
}
