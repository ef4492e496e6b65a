/** The head: my station, big text, and whom to call. */

import { h, icon } from "/assets/shared/dom.js";
import { lasting } from "/assets/shared/memory.js";
import { api, Trouble } from "/assets/chat/api.js";
import { people, stationPicker } from "/assets/chat/stations.js";

const BIG = "big-text";

/** @param {string} id */
const button = (id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));

export function setUpHead() {
  const panel = /** @type {HTMLElement} */ (document.getElementById("panel"));
  const openers = [button("station"), button("person")];
  /** @type {any} */
  let station = null;
  /** @type {any} */
  let organisation = null;

  // Asked for at once: the phone number must be at hand when the service is not.
  const organisationKnown = api.organisation().then(
    (answer) => (organisation = answer),
    () => null,
  );

  /** @param {any} chosen */
  function setStation(chosen) {
    station = chosen;
    if (chosen) /** @type {HTMLElement} */ (document.getElementById("station-name")).textContent = chosen.name;
  }

  /** @param {HTMLButtonElement} opener @param {string} title @param {...Node} body */
  function toggle(opener, title, ...body) {
    const opens = opener.getAttribute("aria-expanded") !== "true";
    for (const one of openers) one.setAttribute("aria-expanded", String(opens && one === opener));
    panel.hidden = !opens;
    if (!opens) return;
    const close = h("button", { type: "button", class: "close", "aria-label": "收起", onclick: () => shut(opener) }, icon("close"));
    panel.replaceChildren(close, h("h2", {}, title), ...body);
    panel.setAttribute("aria-label", title);
    panel.focus();
  }

  /** @param {HTMLButtonElement} opener */
  function shut(opener) {
    for (const one of openers) one.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    opener.focus();
  }

  openers[0].addEventListener("click", () => {
    const status = h("p", { class: "error", role: "alert", hidden: true });
    const picker = stationPicker(station, async (chosen) => {
      try {
        setStation((await api.chooseStation(chosen.id)).station);
        shut(openers[0]);
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        status.textContent = trouble.message;
        status.hidden = false;
      }
    });
    toggle(openers[0], "您在哪个村（社区）？", picker, status);
  });
  openers[1].addEventListener("click", async () => {
    await organisationKnown;
    toggle(openers[1], "找工作人员，打电话最快", people(station, organisation));
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut(openers.find((one) => one.getAttribute("aria-expanded") === "true") ?? openers[0]);
  });

  const big = button("big");
  /** @param {boolean} on */
  function setBig(on) {
    document.documentElement.toggleAttribute("data-text", on);
    if (on) document.documentElement.setAttribute("data-text", "big");
    big.setAttribute("aria-pressed", String(on));
  }
  big.addEventListener("click", () => {
    const on = big.getAttribute("aria-pressed") !== "true";
    lasting.set(BIG, on);
    setBig(on);
  });
  setBig(lasting.get(BIG) === true);

  return { setStation, station: () => station, hall: () => organisation?.hall ?? null };
}
