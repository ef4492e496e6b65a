/** The list of what was said: turns with avatars, time lines, thinking dots, scrolling. What a message looks like is in cards.js. */

import { h, icon } from "/assets/shared/dom.js";

const QUIET = 5 * 60_000; // A time line stands where nobody spoke for this long.
const LONG = 3_000; // After this the dots get a sentence.
const MARGIN = 12; // px above what is shown
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** @param {Date} at */
export function sayTime(at) {
  const clock = at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (/** @type {Date} */ date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(new Date()) - day(at)) / 86_400_000);
  if (days === 0) return clock;
  if (days === 1) return `昨天 ${clock}`;
  return `${sayDate(at)} ${clock}`;
}

/** @param {Date} at */
export function sayDate(at) {
  const year = at.getFullYear() === new Date().getFullYear() ? "" : `${at.getFullYear()}年`;
  return `${year}${at.getMonth() + 1}月${at.getDate()}日`;
}

export class Log {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.lastAt = 0;
    this.lastFrom = "";
    /** @type {HTMLElement | null} */
    this.dots = null;
    this.longTimer = 0;
  }

  /**
   * Add what one side said.
   * @param {"resident"|"bot"} from
   * @param {HTMLElement} body bubble or card
   * @param {{at?: Date, wide?: boolean}} [options]
   * @returns {HTMLElement} the turn
   */
  add(from, body, { at = new Date(), wide = false } = {}) {
    if (at.getTime() - this.lastAt > QUIET) {
      this.place(h("p", { class: "clock" }, h("time", { datetime: at.toISOString() }, sayTime(at))));
      this.lastFrom = "";
    }
    this.lastAt = at.getTime();
    const follows = from === "bot" && this.lastFrom === "bot";
    this.lastFrom = from;
    const turn = h(
      "div",
      { class: `turn ${from}${follows ? " follows" : ""}` },
      icon(from === "bot" ? "bot" : "resident", "avatar"),
      h("div", { class: wide ? "content wide" : "content" }, h("span", { class: "unseen" }, from === "bot" ? "村能办说：" : "您说："), body),
    );
    this.place(turn);
    return turn;
  }

  /** @param {HTMLElement} element */
  place(element) {
    if (this.dots) this.dots.before(element);
    else this.element.append(element);
  }

  /** Show that an answer is on its way. */
  think() {
    if (this.dots) return;
    const bubble = h("div", { class: "bubble" }, h("span", { class: "dots" }, h("i"), h("i"), h("i")), h("span", { class: "unseen" }, "正在想"));
    this.dots = h("div", { class: "turn bot thinking" }, icon("bot", "avatar"), h("div", { class: "content" }, bubble));
    this.element.append(this.dots);
    this.longTimer = window.setTimeout(() => bubble.append(h("span", { class: "help" }, " 还在查，您稍等一下")), LONG);
    this.toEnd();
  }

  /** The answer is there, or will not come. */
  stopThinking() {
    window.clearTimeout(this.longTimer);
    this.dots?.remove();
    this.dots = null;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /**
   * Bring an answer into view from its start, below the question if that is short.
   * @param {Element} turn
   * @param {{behavior?: ScrollBehavior}} [options]
   */
  show(turn, { behavior = calm.matches ? "auto" : "smooth" } = {}) {
    const question = turn.previousElementSibling;
    const together = question?.matches(".resident") && question.clientHeight < this.element.clientHeight / 4;
    const start = together ? question : turn;
    const offset = start.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
    this.element.scrollBy({ top: offset - MARGIN, behavior });
  }

  /** Do something without a screen reader reading it all out. @param {() => void} work */
  quietly(work) {
    this.element.setAttribute("aria-live", "off");
    work();
    window.setTimeout(() => this.element.setAttribute("aria-live", "polite"), 500);
  }
}
