/** The guide card: facts, sections that open, reading aloud, printing and sharing. The list of papers is in papers.js. */

import { h, icon, phoneLink } from "/assets/shared/dom.js";
import { choiceButtons } from "/assets/chat/cards.js";
import { paperLists } from "/assets/chat/papers.js";
import { speakButton } from "/assets/chat/speech.js";

/** Which section answers which question. */
const SECTION_OF = {
  materials: "materials",
  steps: "steps",
  time: "steps",
  fee: "fee",
  place: "place",
  agent: "ways",
  conditions: "who",
  online: "ways",
  result: "result",
};
/** @param {string} title @param {string|Node} count @param {boolean} open @param {...(Node|null|false)} body */
function section(title, count, open, ...body) {
  return h(
    "details",
    { open },
    h("summary", {}, title, count && h("span", { class: "count" }, count), icon("down")),
    h("div", { class: "body" }, ...body),
  );
}

/** @param {any} message */
function facts(message) {
  return h(
    "dl",
    { class: "chips" },
    ...message.chips.map((/** @type {any} */ chip) => h("div", {}, h("dt", {}, chip.label), h("dd", {}, chip.value))),
  );
}

/** @param {any} message */
function yourCase(message) {
  if (message.personal.length === 0) return null;
  return h(
    "dl",
    { class: "yours" },
    h("dt", {}, "按您的情况"),
    ...message.personal.map((/** @type {any} */ one) => h("dd", {}, one.answer)),
  );
}

/** @param {any} message @param {boolean} open */
function papers(message, open) {
  const count = h("span", {});
  const lists = paperLists(message, (words) => count.replaceChildren(words));
  return section("要带的材料", count, open, lists);
}

/** @param {any} message @param {boolean} open */
function way(message, open) {
  const steps = message.steps.map((/** @type {any} */ step) =>
    h("li", {}, h("b", {}, step.name), h("br"), step.does, h("br"), h("span", { class: "small" }, [step.actor, step.time].filter(Boolean).join(" · "))),
  );
  return section(
    "怎么办",
    `${steps.length}步`,
    open,
    h("ol", { class: "steps" }, ...steps),
    h("p", {}, h("b", {}, message.time.text), message.time.statutory && h("span", { class: "small" }, `（法定${message.time.statutory}）`)),
    message.time.explanation && h("p", { class: "small" }, message.time.explanation),
  );
}

/** @param {any} message @param {boolean} open */
function places(message, open) {
  const rows = message.places.map((/** @type {any} */ place) =>
    h(
      "li",
      {},
      h("b", {}, place.name),
      place.does && h("span", { class: "small" }, ` ${place.does}`),
      h("br"),
      h("span", { class: "small" }, place.hours),
      place.phone && h("div", {}, phoneLink(place.phone)),
    ),
  );
  return section("在哪办", "", open, h("ul", { class: "places" }, ...rows));
}

/** @param {any} message @param {boolean} open */
function cost(message, open) {
  const rows = message.fee.rows.map((/** @type {string} */ row) => h("li", {}, row));
  return section("花好多钱", message.fee.free ? "不收钱" : "", open, h("p", {}, message.fee.text), rows.length > 0 && h("ul", { class: "lines" }, ...rows));
}

/** @param {any} message @param {boolean} open */
function who(message, open) {
  const lines = (/** @type {string[]} */ rows) => h("ul", { class: "lines" }, ...rows.map((row) => h("li", {}, row)));
  const { conditions, excluded } = message.who;
  return section("哪些人能办", "", open, lines(conditions), excluded.length > 0 && h("p", {}, h("b", {}, "这些情况办不成")), excluded.length > 0 && lines(excluded));
}

/** @param {any} message @param {boolean} open */
function ways(message, open) {
  const { agent, online } = message.ways;
  return section("请人代办、网上办", "", open, h("p", {}, h("b", {}, "请人代办："), agent), h("p", {}, h("b", {}, "网上办："), online));
}

/** @param {any} message @param {boolean} open */
function result(message, open) {
  const { name, validity, delivery } = message.result;
  return section("办好了拿啥", "", open, h("p", {}, h("b", {}, name)), h("p", {}, validity), h("p", {}, delivery));
}

/** @param {any} message */
function asked(message) {
  if (message.questions.length === 0) return null;
  const pairs = message.questions.flatMap((/** @type {any} */ one) => [h("dt", {}, one.q), h("dd", {}, one.a)]);
  return section("大家常问", `${message.questions.length}条`, false, h("dl", { class: "asked" }, ...pairs));
}

/** Other matters people mix this one up with: each leads there. @param {any} message @param {import("/assets/chat/cards.js").Desk} desk */
function neighbours(message, desk) {
  const buttons = choiceButtons(message.neighbours ?? [], desk); // cards stored before there were neighbours have none
  return buttons && section("容易搞混的", `${message.neighbours.length}件`, false, buttons);
}

/** @param {any} message */
function basis(message) {
  const rows = message.basis.map((/** @type {string} */ row) => h("li", {}, row));
  return section("依据", "", false, h("ul", { class: "lines small" }, ...rows));
}

/** What is sent to the family. @param {any} message */
function inWords(message) {
  const bring = message.materials.filter((/** @type {any} */ paper) => !paper.shared).map((/** @type {any} */ paper) => paper.name);
  return [
    `${message.item.title}。`,
    message.answer,
    bring.length ? `要带的材料：${bring.join("，")}。` : "",
    `${message.time.text}。${message.fee.text}。`,
    `${message.review.note}，最新的看 ${location.origin}/g/${message.item.id}`,
  ].join("\n");
}

/** @param {HTMLElement} card */
function print(card) {
  const turn = card.closest(".turn");
  const folded = [...card.querySelectorAll("details:not([open])")];
  const unfold = (/** @type {boolean} */ open) => folded.forEach((part) => part.toggleAttribute("open", open));
  const done = () => {
    turn?.classList.remove("printing");
    document.body.classList.remove("one-card");
    unfold(false);
  };
  turn?.classList.add("printing");
  document.body.classList.add("one-card");
  unfold(true);
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}

/** @param {string} title @param {string} text @param {HTMLElement} button */
async function share(title, text, button) {
  if (navigator.share) {
    await navigator.share({ title, text }).catch(() => undefined); // Closing the sheet is no failure.
    return;
  }
  await navigator.clipboard.writeText(text);
  button.replaceChildren(icon("check"), "复制好了，可以发给家里人");
}

/** @param {any} message @param {HTMLElement} card */
function tools(message, card) {
  const text = inWords(message);
  const sharing = h("button", { type: "button", class: "button", onclick: () => share(message.item.title, text, sharing) }, icon("share"), "发给家里人");
  return h(
    "div",
    { class: "tools" },
    speakButton(message.read_aloud),
    h("button", { type: "button", class: "button", onclick: () => print(card) }, icon("print"), "打印"),
    (navigator.share || navigator.clipboard) && sharing,
  );
}

/**
 * Facts first, then sections; the one that was asked about is open. What the item is about stands open until the card
 * is personal or answers a question: then it has been read, and what matters is what this person needs.
 * @param {any} message
 * @param {import("/assets/chat/cards.js").Desk} desk
 */
export function guideCard(message, desk) {
  const focus = message.focus ? SECTION_OF[message.focus] : null;
  const personal = message.personal.length > 0;
  const isOpen = (/** @type {string} */ name) => (message.focus ? name === focus : name === "materials" && personal);
  const answer = h("p", { class: "answer" }, message.answer);
  const told = message.focus || personal; // The short answer, or what this person needs, stands above already.
  const { note, version, date } = message.review;
  const card = h("section", { class: "card guide", "aria-label": `办事指南：${message.item.title}` });
  card.append(
    ...[
      h("h2", { class: "title" }, message.item.title, h("small", {}, message.item.name)),
      yourCase(message),
      facts(message),
      told ? section("这件事是咋回事", "", false, answer) : answer,
      papers(message, isOpen("materials")),
      way(message, isOpen("steps")),
      places(message, isOpen("place")),
      cost(message, isOpen("fee")),
      who(message, isOpen("who")),
      ways(message, isOpen("ways")),
      result(message, isOpen("result")),
      asked(message),
      neighbours(message, desk),
      basis(message),
      choiceButtons(message.choices, desk),
      tools(message, card),
      h("p", { class: "pad small foot-note" }, `${note} · 第${version}版 · `, h("span", { class: "whole" }, date)),
    ].filter((part) => part instanceof Node),
  );
  return card;
}
