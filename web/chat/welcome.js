/** The first screen: one sentence and six themes. */

import { h, icon } from "/assets/shared/dom.js";

/** Picture, label, and what pressing it says. */
const THEMES = [
  ["house", "修房子", "我要修房子"],
  ["baby", "生娃儿", "生了娃儿要办啥子"],
  ["shield", "社保医保", "社保医保的事"],
  ["card", "户口身份证", "户口身份证的事"],
  ["shop", "开店", "我要开店"],
  ["elder", "老人", "屋头老人的事"],
];

/** @param {(text: string) => void} speak */
export function welcome(speak) {
  const themes = THEMES.map(([picture, label, words]) =>
    h("li", {}, h("button", { type: "button", class: "theme", onclick: () => speak(words) }, icon(picture), label)),
  );
  return h(
    "div",
    { class: "turn bot welcome" },
    icon("bot", "avatar"),
    h(
      "div",
      { class: "content wide" },
      h("div", { class: "bubble" }, "您好！办事要带啥、去哪办、要好久，用平常的话问我就行。"),
      h("ul", { class: "themes", "aria-label": "常办的事" }, ...themes),
    ),
  );
}
