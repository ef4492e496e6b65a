/** The application form in the talk. A draft lives while the tab is open; errors stand beside their field. */

import { h, icon, uid } from "/assets/shared/dom.js";
import { passing } from "/assets/shared/memory.js";
import { Trouble } from "/assets/chat/api.js";
import { choiceButtons } from "/assets/chat/cards.js";
import { stationPicker } from "/assets/chat/stations.js";

const WHOM = [
  ["self", "我自己"],
  ["family", "家里人"],
  ["other", "帮别人"],
];
const DRAFT = "draft";

/** What is plainly missing is said at once; the backend checks everything again. @param {Record<string, any>} values */
function problems(values) {
  /** @type {Record<string, string>} */
  const found = {};
  if (!values.for_whom) found.for_whom = "请点一下是给哪个办";
  if (values.name.length < 2) found.name = "请写姓名，跟身份证上一样";
  if (!/^(1[3-9]\d{9}|0\d{9,11}|[2-8]\d{6,7})$/.test(values.phone)) found.phone = "号码不对，手机号是11位数字，座机要带区号";
  if (!values.station) found.station = "请选一个便民服务站";
  if (!values.consent) found.consent = "要您同意了才能报上去";
  return found;
}

/** Digits as people type them: full-width, with spaces or dashes. @param {string} text */
const plainPhone = (text) => text.normalize("NFKC").replace(/[\s-]/g, "").replace(/^\+?86(?=1)/, "");

/**
 * @param {any} message
 * @param {import("/assets/chat/cards.js").Desk} desk
 */
export function formCard(message, desk) {
  const saved = passing.get(DRAFT);
  const draft = saved?.form === message.form ? saved : { form: message.form, for_whom: message.for_whom, name: "", phone: "", station: desk.station() };
  const keep = () => passing.set(DRAFT, draft);
  /** @type {Record<string, {holder: HTMLElement, target: HTMLElement, error: HTMLElement}>} */
  const places = {};

  /** @param {string} name @param {HTMLElement} holder @param {HTMLElement} target what gets the focus on an error */
  function place(name, holder, target) {
    const error = h("p", { class: "error", id: uid("error"), hidden: true });
    target.setAttribute("aria-describedby", error.id);
    holder.append(error);
    const mended = () => {
      error.hidden = true;
      target.setAttribute("aria-invalid", "false");
    };
    holder.addEventListener("input", mended);
    holder.addEventListener("change", mended);
    places[name] = { holder, target, error };
    return holder;
  }

  /** @param {Record<string, string>} found */
  function show(found) {
    for (const [name, { target, error }] of Object.entries(places)) {
      error.textContent = found[name] ?? "";
      error.hidden = !found[name];
      target.setAttribute("aria-invalid", String(Boolean(found[name])));
    }
    places[Object.keys(places).find((name) => found[name]) ?? ""]?.target.focus();
  }

  /** @param {string} name @param {string} label @param {Record<string, string>} attributes */
  function textField(name, label, attributes) {
    const id = uid(name);
    const input = /** @type {HTMLInputElement} */ (h("input", { id, name, class: "field", ...attributes }));
    input.value = draft[name];
    input.addEventListener("input", () => {
      draft[name] = input.value;
      keep();
    });
    return place(name, h("div", {}, h("label", { class: "label", for: id }, label), input), input);
  }

  const group = uid("whom");
  const whom = h("fieldset", {}, h("legend", {}, "给哪个办？"));
  const segments = h("div", { class: "segments" });
  for (const [value, label] of WHOM) {
    const radio = /** @type {HTMLInputElement} */ (h("input", { type: "radio", name: group, value }));
    radio.checked = draft.for_whom === value;
    radio.addEventListener("change", () => {
      draft.for_whom = value;
      keep();
    });
    segments.append(h("label", {}, radio, label));
  }
  whom.append(segments);

  const stationId = uid("station-label");
  const picker = stationPicker(draft.station, (station) => {
    draft.station = station;
    keep();
  });
  const station = h("fieldset", {}, h("legend", { id: stationId }, "交到哪个村（社区）便民服务站？"), picker);

  const consent = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", name: "consent" }));
  const agreement = h("div", {}, h("label", { class: "consent" }, consent, h("span", {}, message.consent)));

  const general = h("p", { class: "error", role: "alert", hidden: true });
  const submit = /** @type {HTMLButtonElement} */ (h("button", { type: "submit", class: "button main" }, "填好了，下一步"));
  const form = /** @type {HTMLFormElement} */ (
    h(
      "form",
      { class: "form", novalidate: true, autocomplete: "off" },
      place("for_whom", whom, /** @type {HTMLElement} */ (segments.querySelector("input"))),
      textField("name", "姓名", { maxlength: "30", autocomplete: "name" }),
      textField("phone", "手机号（办好了打给您）", { inputmode: "tel", maxlength: "20", autocomplete: "tel-national" }),
      place("station", station, /** @type {HTMLElement} */ (picker.querySelector("select"))),
      place("consent", agreement, consent),
      general,
      submit,
    )
  );
  const card = h(
    "section",
    { class: "card", "aria-label": `填表：${message.item.title}` },
    h("h2", { class: "title" }, message.item.title, h("small", {}, message.item.name)),
    h("p", {}, message.text),
    form,
    choiceButtons(message.choices, desk),
  );

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = { for_whom: draft.for_whom, name: draft.name.trim(), phone: plainPhone(draft.phone), station: draft.station?.id, consent: consent.checked };
    const found = problems(values);
    general.hidden = true;
    show(found);
    if (Object.keys(found).length > 0) return;
    submit.disabled = true;
    submit.textContent = "正在交…";
    try {
      await desk.apply({ form: message.form, ...values }, () => {
        passing.set(DRAFT, null);
        closeForm(card);
      });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      submit.disabled = false;
      submit.textContent = "填好了，下一步";
      show(Object.fromEntries(trouble.fields.map((field) => [field.path, field.message])));
      general.textContent = trouble.message;
      general.hidden = trouble.fields.some((field) => field.path in places);
    }
  });
  return card;
}

/** A form that was handed in: what stood in it is not shown again. @param {Element} card */
export function closeForm(card) {
  card.querySelector("form")?.replaceWith(h("p", { class: "done soft" }, icon("check"), "填好了"));
  card.querySelector(".choices")?.remove();
}
