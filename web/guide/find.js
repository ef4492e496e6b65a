/** Search as one types: asks the server, or the index that a pack brings along (search-local.js). */
(() => {
  "use strict";
  const LIMIT = 8;
  const WAIT = 150; // ms without a key before the server is asked
  const form = document.getElementById("search");
  const words = document.getElementById("words");
  const list = document.getElementById("found");
  const status = document.getElementById("status");
  const nothing = document.getElementById("nothing");
  const station = new URLSearchParams(location.search).get("s");
  let asked = 0;
  let timer = 0;

  /** @param {string} text */
  async function ask(text) {
    if (window.cnbSearch) return window.cnbSearch(text, LIMIT);
    const answer = await fetch(`/api/v1/guides/search?${new URLSearchParams({ q: text, limit: String(LIMIT) })}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).guides;
  }

  /** @param {any} guide */
  function row(guide) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "guide-link";
    link.href = window.cnbSearch ? `${guide.id}.html` : `/g/${guide.id}${station ? `?${new URLSearchParams({ s: station })}` : ""}`;
    const title = document.createElement("b");
    title.textContent = guide.kind === "event" ? `一件事：${guide.title}` : guide.title;
    const note = document.createElement("small");
    note.textContent = guide.difference;
    link.append(title, note);
    item.append(link);
    return item;
  }

  /** @param {string} text */
  function note(text) {
    const line = document.createElement("p");
    line.className = "small";
    line.textContent = text;
    return line;
  }

  const count = (/** @type {number} */ found) =>
    found === 1 ? "找到1个。不是它，就换个说法。" : `找到${found}个，最像的在前头。都不是，就换个说法。`;

  async function find() {
    const text = words.value.trim();
    const turn = ++asked;
    if (!text) {
      list.replaceChildren();
      status.replaceChildren();
      return;
    }
    try {
      const guides = await ask(text);
      if (turn !== asked) return; // a later question is under way
      list.replaceChildren(...guides.map(row));
      status.replaceChildren(guides.length > 0 ? note(count(guides.length)) : nothing.content.cloneNode(true));
    } catch {
      if (turn === asked) status.replaceChildren(note("现在查不到，看一下网，再试一次。"));
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(find, window.cnbSearch ? 0 : WAIT);
  };
  words.addEventListener("input", (event) => {
    // Letters after characters are a word being composed: what was found so far stays until it is there.
    if (!event.isComposing || /^[a-z' ]*$/.test(words.value)) soon();
  });
  words.addEventListener("compositionend", soon);
})();
