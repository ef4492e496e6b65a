/** How a message looks: one function per type. Cards that do more than show something have a module of their own. */

import { h, icon, phoneLink } from "/assets/shared/dom.js";
import { eventCard } from "/assets/chat/event.js";
import { formCard } from "/assets/chat/form.js";
import { guideCard } from "/assets/chat/guide.js";
import { sayDate, sayTime } from "/assets/chat/log.js";

const LONG = 60; // characters from which a sentence takes the whole column
const SHORT = 6; // characters that fit beside another button

/**
 * @typedef {{id: string, label: string, note: string|null, style: "main"|"plain"|"none"}} Choice
 * @typedef {{choose: (choice: Choice) => void, apply: (body: Record<string, unknown>, taken: () => void) => Promise<void>, station: () => any}} Desk
 */

/**
 * Buttons. Once one is pressed all stay visible, and none can be pressed again.
 * @param {Choice[]} choices
 * @param {Desk} desk
 */
export function choiceButtons(choices, desk) {
  if (choices.length === 0) return null;
  const short = choices.every((choice) => !choice.note && choice.label.length <= SHORT);
  const group = h("div", { class: short ? "choices short" : "choices", role: "group", "aria-label": "可以点的" });
  for (const choice of choices) {
    const button = h(
      "button",
      { type: "button", class: `choice ${choice.style}`, "data-label": choice.label, onclick: () => desk.choose(choice) },
      h("span", {}, h("b", {}, choice.label), choice.note && h("small", {}, choice.note)),
    );
    button.addEventListener("click", () => markChosen(group, choice.label));
    group.append(button);
  }
  return group;
}

/** A form beside the buttons is not filled in any more. @param {Element} group @param {string} label */
export function markChosen(group, label) {
  group.parentElement?.querySelector(":scope > form")?.remove();
  for (const button of group.querySelectorAll("button")) {
    button.disabled = true;
    if (button.dataset.label !== label) continue;
    button.classList.add("chosen");
    button.append(icon("check"), h("span", { class: "unseen" }, "（您选了这个）"));
  }
}

/** @param {string} text @param {string} [tone] */
export const bubble = (text, tone = "plain") => h("div", { class: `bubble ${tone}` }, text);

/** Receipt numbers are read out in groups. @param {string} number */
function bigNumber(number) {
  return h("div", { class: "number", "data-number": number }, ...number.split("-").map((group) => h("span", {}, group)));
}

/** A date or moment of the contract in words. @param {string} moment */
function sayMoment(moment) {
  const at = new Date(moment.length === 10 ? `${moment}T00:00:00` : moment);
  return moment.length === 10 ? sayDate(at) : sayTime(at);
}

/** @param {any} message @param {Desk} desk */
function choicesCard(message, desk) {
  return h("div", {}, bubble(message.text), choiceButtons(message.choices, desk));
}

/** @param {any} message @param {Desk} desk */
function applicationCard(message, desk) {
  return h(
    "section",
    { class: "card", "aria-label": `核对：${message.item.title}` },
    h("p", {}, message.text),
    h("dl", { class: "entries" }, ...message.fields.flatMap((/** @type {any} */ field) => [h("dt", {}, field.label), h("dd", {}, field.value)])),
    choiceButtons(message.choices, desk),
  );
}

/** @param {any} message */
function receiptCard(message) {
  return h(
    "section",
    { class: "card receipt", "aria-label": "回执" },
    h("p", { class: "done" }, icon("check"), "报上去了"),
    h("h2", { class: "title" }, message.item.title, h("small", {}, message.item.name)),
    h(
      "div",
      { class: "pad receipt-top" },
      h("div", {}, h("span", { class: "small" }, "受理编号，查进度要用"), bigNumber(message.number)),
      h("img", { class: "qr", src: message.qr, alt: "受理编号的二维码，给窗口扫一下就行", width: 144, height: 144 }),
    ),
    h("ol", { class: "next" }, ...message.next.map((/** @type {string} */ line) => h("li", {}, line))),
    h("p", { class: "pad" }, h("b", {}, message.promised_text)),
    h("p", { class: "pad foot-note" }, message.station.name, h("br"), phoneLink(message.station.phone)),
  );
}

/** @param {any} message */
function progressCard(message) {
  return h(
    "section",
    { class: "card", "aria-label": `进度：${message.item.title}` },
    h("h2", { class: "title" }, message.state, h("small", {}, message.item.title, " · ", message.number)),
    message.todo && h("div", { class: "todo" }, icon("warn"), h("div", {}, h("b", {}, "要您做的"), message.todo)),
    h(
      "ol",
      { class: "way" },
      ...message.events.map((/** @type {any} */ event) =>
        h(
          "li",
          { class: event.done ? "past" : "ahead" },
          event.text,
          event.at ? h("time", { datetime: event.at }, sayMoment(event.at)) : null,
          h("span", { class: "unseen" }, event.done ? "（办过了）" : "（还没到）"),
        ),
      ),
    ),
    message.promised && h("p", { class: "pad foot-note small" }, `承诺${sayMoment(message.promised)}前办完`),
  );
}

/** @param {any} message */
function contactCard(message) {
  return h(
    "section",
    { class: "card", "aria-label": "找工作人员" },
    h("p", {}, message.text),
    h("p", {}, h("b", {}, message.name), h("br"), phoneLink(message.phone), h("br"), h("span", { class: "small" }, message.hours)),
  );
}

/** @type {Record<string, (message: any, desk: Desk) => HTMLElement>} */
const CARDS = {
  text: (message) => bubble(message.text, message.tone),
  choices: choicesCard,
  guide: guideCard,
  event: eventCard,
  form: formCard,
  application: applicationCard,
  receipt: receiptCard,
  progress: progressCard,
  contact: contactCard,
};

/**
 * The element of a message. A type that this page does not know yet (an old page after an update) asks to reload.
 * @param {any} message
 * @param {Desk} desk
 */
export function draw(message, desk) {
  const card = CARDS[message.type];
  return card ? card(message, desk) : bubble("这条消息要刷新页面才看得到。", "trouble");
}

/** @param {any} message */
export const isWide = (message) => message.type !== "text" || message.text.length > LONG;
