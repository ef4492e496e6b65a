/** Choosing a station: first the town, then the station, with a field to narrow the list. Used by the head and the form. */

import { h, phoneLink, uid } from "/assets/shared/dom.js";
import { api } from "/assets/chat/api.js";

/** @type {Promise<any> | null} */
let towns = null;
/** @type {Map<string, Promise<any>>} */
const stationsOf = new Map();

/** Ask once; a failed answer is asked for again next time. @param {() => Promise<any>} ask @param {() => void} forget */
function kept(ask, forget) {
  const answer = ask();
  answer.catch(forget);
  return answer;
}

const listTowns = () => (towns ??= kept(api.towns, () => (towns = null)));

/** @param {string} town */
function listStations(town) {
  if (!stationsOf.has(town)) stationsOf.set(town, kept(() => api.stations(town), () => stationsOf.delete(town)));
  return /** @type {Promise<any>} */ (stationsOf.get(town));
}

/**
 * @param {any} current the station chosen before, or null
 * @param {(station: any) => void} onPick
 * @returns {HTMLElement}
 */
export function stationPicker(current, onPick) {
  const group = uid("station");
  const town = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": "乡镇", class: "field" }, h("option", { value: "" }, "先选乡镇")));
  const filter = /** @type {HTMLInputElement} */ (h("input", { class: "field", "aria-label": "输入村名来找", placeholder: "输入村名来找", autocomplete: "off", hidden: true }));
  const list = h("ul", { class: "stations", role: "radiogroup", "aria-label": "便民服务站", hidden: true });
  const status = h("p", { class: "small", role: "status" });
  const picker = h("div", { class: "picker" }, town, filter, list, status);
  const failed = () => {
    status.textContent = "村名没有取到，请看一下网，再选一次乡镇。";
  };

  /** @param {any} station */
  function row(station) {
    const radio = /** @type {HTMLInputElement} */ (h("input", { type: "radio", name: group, value: station.id }));
    radio.checked = station.id === current?.id;
    radio.addEventListener("change", () => {
      current = station;
      onPick(station);
    });
    return h("li", {}, h("label", {}, radio, station.name.replace(/便民服务站$/, "")));
  }

  async function showStations() {
    list.hidden = filter.hidden = true;
    status.textContent = "";
    if (!town.value) return;
    const wanted = town.value;
    const found = await listStations(wanted).catch(failed);
    if (!found || town.value !== wanted) return;
    list.replaceChildren(...found.stations.map(row));
    list.hidden = filter.hidden = false;
    filter.value = "";
    list.querySelector(":checked")?.scrollIntoView({ block: "nearest" });
  }

  filter.addEventListener("input", () => {
    const word = filter.value.trim();
    let shown = 0;
    for (const item of list.children) {
      const matches = (item.textContent ?? "").includes(word);
      /** @type {HTMLElement} */ (item).hidden = !matches;
      shown += Number(matches);
    }
    status.textContent = shown ? "" : "没有这个村名，换个字试试。";
  });
  town.addEventListener("change", showStations);

  const fillTowns = () =>
    listTowns().then((answer) => {
      if (town.length > 1) return undefined;
      for (const one of answer.towns) town.append(h("option", { value: one.id }, one.name));
      town.value = current?.town.id ?? "";
      return showStations();
    }, failed);
  town.addEventListener("focus", fillTowns);
  fillTowns();
  return picker;
}

/** Who can be called: the station, its town and the hall. @param {any} station @param {any} organisation */
export function people(station, organisation) {
  const hall = organisation?.hall;
  /** @type {[string, string, string][]} */
  const rows = [];
  if (station) rows.push([station.name, station.phone, station.hours], [`${station.town.name}便民服务中心`, station.town.phone, station.hours]);
  if (hall) rows.push([hall.name, hall.phone, hall.hours]);
  return h(
    "ul",
    { class: "people" },
    ...rows.map(([name, phone, hours]) => h("li", {}, h("b", {}, name), h("br"), phoneLink(phone), h("br"), h("span", { class: "small" }, hours))),
  );
}
