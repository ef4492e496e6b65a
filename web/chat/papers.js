/** The papers of a guide, to tick off at home: what is handed in first, what depends on the case last. */

import { h } from "/assets/shared/dom.js";
import { lasting } from "/assets/shared/memory.js";

/** @type {[string, string, (paper: any) => boolean][]} heading, class, which papers */
const GROUPS = [
  ["要交的", "hand-in", (paper) => !paper.maybe && !paper.shared],
  ["带来看一眼，不用交", "show", (paper) => !paper.maybe && paper.shared && paper.count],
  ["窗口自己查，不用带", "show", (paper) => !paper.maybe && paper.shared && !paper.count],
  ["看情况，可能要的", "maybe", (paper) => paper.maybe],
];

/** @param {any} paper @param {string[]} have @param {(tick: HTMLInputElement) => void} onTick */
function row(paper, have, onTick) {
  const tick = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", name: paper.id }));
  tick.checked = have.includes(paper.id);
  tick.addEventListener("change", () => onTick(tick));
  return h(
    "li",
    {},
    h(
      "label",
      { class: "paper" },
      tick,
      h(
        "span",
        {},
        h("b", {}, paper.name),
        " ",
        h("span", { class: "have", "aria-hidden": "true" }, "我有了"),
        h(
          "span",
          { class: "marks" },
          paper.maybe && paper.shared && h("span", { class: "mark" }, paper.count ? "带来看一眼，不用交" : "窗口自己查，不用带"),
          paper.deferrable && h("span", { class: "mark later" }, "可以后补"),
          h("span", {}, paper.count),
        ),
        h("span", { class: "small" }, paper.source),
        paper.standard && h("span", { class: "small" }, `要求：${paper.standard}`),
      ),
    ),
  );
}

/**
 * The lists and how many are ready. What was ticked is remembered for the item.
 * @param {any} message a guide
 * @param {(count: string) => void} onCount what to say beside the heading, now and after every tick
 * @returns {HTMLElement}
 */
export function paperLists(message, onCount) {
  const key = `have.${message.item.id}`;
  /** @type {string[]} */
  const have = lasting.get(key) ?? [];
  const lists = h("div", {}, h("p", { class: "small" }, "有一样勾一样，勾了会记住。"));

  function count() {
    const ready = lists.querySelectorAll("input:checked").length;
    const all = message.materials.length;
    const handIn = message.materials.filter(GROUPS[0][2]).length;
    if (ready) onCount(`备齐${ready}样，共${all}样`);
    else onCount(handIn > 0 && handIn < all ? `要交${handIn}样，共${all}样` : `${all}样`);
  }

  /** @param {HTMLInputElement} tick */
  function remember(tick) {
    const rest = (lasting.get(key) ?? []).filter((/** @type {string} */ id) => id !== tick.name);
    lasting.set(key, tick.checked ? [...rest, tick.name] : rest);
    count();
  }

  for (const [heading, kind, belongs] of GROUPS) {
    const papers = message.materials.filter(belongs);
    if (papers.length === 0) continue;
    const alone = kind === "hand-in" && papers.length === message.materials.length;
    if (!alone) lists.append(h("h3", { class: `group ${kind}` }, heading));
    lists.append(h("ul", { class: "papers" }, ...papers.map((/** @type {any} */ paper) => row(paper, have, remember))));
  }
  count();
  return lists;
}
