/** Finds a village on the map of the network and shows the way up from it. The names stand in the page itself. */
(() => {
  "use strict";
  const LIMIT = 12;
  const input = document.getElementById("village");
  const list = document.getElementById("villages");
  const status = document.getElementById("village-status");
  const stations = [...document.querySelectorAll("[data-station]")];

  /** @param {string} id @param {string} text */
  const write = (id, text) => (document.getElementById(id).textContent = text);
  /** @param {string} id @param {Element} source */
  const copyPhone = (id, source) => document.getElementById(id).replaceChildren(source.querySelector(".phone").cloneNode(true));

  /** @param {HTMLElement} station */
  function choose(station) {
    const town = station.closest("[data-town]");
    const centre = town.querySelector("[data-centre]");
    const own = station.dataset.subCentre;
    const subs = [...town.querySelectorAll("[data-sub]")].filter((sub) => !own || sub.querySelector("b").textContent === own);
    write("way-station", station.dataset.name);
    write("way-station-hours", station.querySelector(".hours").textContent);
    copyPhone("way-station-phone", station);
    write("way-town", centre.querySelector("b").textContent);
    document.getElementById("way-town-address").replaceChildren(...centre.querySelector(".small").cloneNode(true).childNodes);
    copyPhone("way-town-phone", centre);
    document.getElementById("way-sub").hidden = subs.length === 0;
    document.getElementById("way-sub-own").hidden = !own;
    document.getElementById("way-sub-any").hidden = Boolean(own);
    document.getElementById("way-subs").replaceChildren(
      ...subs.map((sub) => {
        const office = document.createElement("span");
        office.className = "office";
        office.append(`${sub.querySelector("b").textContent} `, sub.querySelector(".phone").cloneNode(true));
        return office;
      }),
    );
    const way = document.getElementById("way");
    way.hidden = false;
    list.replaceChildren();
    status.textContent = "";
    input.value = station.dataset.name.replace("便民服务站", "");
    way.scrollIntoView({ block: "nearest" });
  }

  function find() {
    const word = input.value.trim();
    const found = word ? stations.filter((station) => station.dataset.name.includes(word)) : [];
    list.replaceChildren(
      ...found.slice(0, LIMIT).map((station) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "guide-link";
        const town = station.closest("[data-town]").querySelector("summary").firstChild.textContent.trim();
        const name = document.createElement("b");
        name.textContent = station.dataset.name.replace("便民服务站", "");
        const where = document.createElement("small");
        where.textContent = town;
        button.append(name, where);
        button.addEventListener("click", () => choose(station));
        item.append(button);
        return item;
      }),
    );
    const more = found.length - LIMIT;
    status.textContent = word && !found.length ? "没有这个村名，换个字试试。" : more > 0 ? `还有${more}个，多输一个字。` : "";
  }

  document.getElementById("pick").hidden = false;
  input.addEventListener("input", find);
})();
