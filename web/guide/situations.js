/**
 * Makes a guide personal: the answers decide which papers, steps and fees are shown. The same rule as
 * catalog/situations.py: an entry holds when every situation it names has one of the named answers; while one is
 * unanswered it may still be needed. Answers stand in the address after "#", so that a personal list can be sent on.
 */
(() => {
  "use strict";
  const UNKNOWN = "unknown"; // a choice that says "I do not know" decides nothing
  const box = document.getElementById("situations");
  const entries = [...document.querySelectorAll("li[data-when]")];
  const papers = [...document.querySelectorAll(".papers > li")];
  const fields = box ? [...box.querySelectorAll("fieldset")] : [];
  const again = document.getElementById("again");
  const yours = document.getElementById("yours");

  /** @param {Element} element @param {Record<string, string>} answers @returns {boolean|null} null: not known yet */
  function holds(element, answers) {
    const when = JSON.parse(element.dataset.when ?? "{}");
    let result = true;
    for (const [situation, choices] of Object.entries(when)) {
      const answer = answers[situation];
      if (answer === undefined || answer === UNKNOWN) result = null;
      else if (!choices.includes(answer)) return false;
    }
    return result;
  }

  /** The answers given; a question that earlier answers made needless is "skipped". */
  function settle() {
    /** @type {Record<string, string>} */
    const answers = {};
    for (const field of fields) {
      const needed = holds(field, answers);
      field.hidden = needed !== true;
      const chosen = field.querySelector("input:checked");
      if (needed === false) answers[field.dataset.situation] = "skipped";
      else if (needed && chosen) answers[field.dataset.situation] = chosen.value;
    }
    return answers;
  }

  function show() {
    const answers = settle();
    for (const entry of entries) {
      const applies = holds(entry, answers);
      entry.hidden = applies === false;
      const mark = entry.querySelector(".maybe");
      if (mark) mark.hidden = applies !== null;
    }
    const shown = papers.filter((paper) => !paper.hidden);
    const sure = shown.filter((paper) => !paper.querySelector(".maybe:not([hidden])"));
    const count = document.getElementById("paper-count");
    const all = `${shown.length}样`;
    if (sure.length === shown.length) count.textContent = all;
    else count.textContent = sure.length > 0 ? `一定要${sure.length}样，共${all}` : `最多${all}，看您的情况`;
    document.getElementById("no-papers").hidden = shown.length > 0;
    const given = fields.map((field) => !field.hidden && field.querySelector("input:checked")).filter(Boolean);
    const said = given.map((input) => {
      const question = input.closest("fieldset").querySelector("legend").textContent;
      return `${question}${input.parentElement.querySelector("b").textContent}`;
    });
    yours.hidden = said.length === 0;
    yours.textContent = `按您的情况：${said.join("；")}`;
    if (again) again.hidden = said.length === 0;
    const chosen = given.map((input) => [input.name, input.value]);
    const hash = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function read() {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const field = fields.find((one) => one.dataset.situation === name);
      const input = field && [...field.querySelectorAll("input")].find((one) => one.value === value);
      if (input) input.checked = true;
    }
  }

  if (box) {
    box.hidden = false;
    box.addEventListener("change", show);
    again.addEventListener("click", () => {
      for (const input of box.querySelectorAll("input")) input.checked = false;
      show();
      fields[0].querySelector("input").focus();
    });
    read();
  }
  show();
})();
