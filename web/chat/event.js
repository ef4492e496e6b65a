/** The card of a life event: the order of its items, and one list of papers. */

import { h, icon } from "/assets/shared/dom.js";
import { choiceButtons } from "/assets/chat/cards.js";
import { speakButton } from "/assets/chat/speech.js";

/** @param {any} paper */
function paperRow(paper) {
  const spared = paper.shared && (paper.carried ? "带来看一眼，不用交" : "窗口自己查");
  const marks = [paper.made ? "前头办下来就有" : spared, paper.form && "来了填", paper.maybe && "看情况"].filter(Boolean);
  return h(
    "li",
    { class: "entry" },
    h("b", {}, paper.name),
    " ",
    ...marks.map((words) => h("span", { class: paper.maybe ? "mark later" : "mark" }, words)),
    h("div", { class: "small" }, [paper.count, paper.note].filter(Boolean).join(" · ")),
  );
}

/** @param {any} stage */
function stageRow(stage) {
  const visits = stage.visits ? `跑${stage.visits}回` : "不用跑";
  const items = stage.items.map((/** @type {any} */ item) =>
    h("li", {}, h("b", {}, item.title), h("div", { class: "small" }, item.why), item.only_if && h("span", { class: "mark later" }, item.only_if)),
  );
  return h("li", {}, h("b", {}, stage.name), h("span", { class: "small" }, ` ${stage.when} · ${visits}`), h("ul", { class: "lines" }, ...items));
}

/**
 * @param {any} message
 * @param {import("/assets/chat/cards.js").Desk} desk
 */
export function eventCard(message, desk) {
  const { note, version, date } = message.review;
  const parts = [
    h("h2", { class: "title" }, `一件事：${message.item.title}`, h("small", {}, message.item.name)),
    message.saving && h("p", { class: "saving" }, message.saving),
    h("p", { class: "answer" }, message.answer),
    h("details", { open: true }, h("summary", {}, "先后顺序", icon("down")), h("div", { class: "body" }, h("ol", { class: "steps" }, ...message.stages.map(stageRow)))),
    h(
      "details",
      {},
      h("summary", {}, "材料一张单子", h("span", { class: "count" }, `${message.papers.length}样`), icon("down")),
      h("div", { class: "body" }, h("ul", { class: "lines" }, ...message.papers.map(paperRow))),
    ),
    h("p", { class: "pad" }, h("b", {}, "先看哪一样？")),
    choiceButtons(message.choices, desk),
    h("div", { class: "tools" }, speakButton(message.read_aloud), h("a", { class: "button", href: `/g/${message.item.id}` }, icon("print"), "打开来打印")),
    h("p", { class: "pad small foot-note" }, `${note} · 第${version}版 · `, h("span", { class: "whole" }, date)),
  ];
  const card = h("section", { class: "card", "aria-label": `一件事：${message.item.title}` });
  card.append(...parts.filter((part) => part instanceof Node));
  return card;
}
