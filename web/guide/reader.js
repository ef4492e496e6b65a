/**
 * What helps reading: big text, printing, reading aloud, remembering what is ticked. A classic script, like all of this
 * folder: pages of a pack are opened from disk, where browsers run no modules.
 */
(() => {
  "use strict";
  const BIG = "cnb.big-text"; // the chat remembers it under the same name

  /** @param {string} key @returns {any} */
  const recall = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };

  /** @param {string} key @param {unknown} value */
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or forbidden storage: the page works without memory.
    }
  };

  const big = document.getElementById("big");
  if (big) {
    const apply = (/** @type {boolean} */ on) => {
      document.documentElement.dataset.text = on ? "big" : "";
      big.setAttribute("aria-pressed", String(on));
    };
    apply(recall(BIG) === true);
    big.hidden = false;
    big.addEventListener("click", () => {
      const on = big.getAttribute("aria-pressed") !== "true";
      apply(on);
      keep(BIG, on);
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const speech = window.speechSynthesis;
  const chineseVoice = () => speech.getVoices().find((voice) => voice.lang.toLowerCase().startsWith("zh"));
  for (const button of document.querySelectorAll("[data-speak]")) {
    if (!speech) break;
    const label = button.querySelector("span");
    const stop = () => {
      button.classList.remove("speaking");
      label.textContent = "念给我听";
    };
    const show = () => (button.hidden = !chineseVoice());
    show();
    speech.addEventListener("voiceschanged", show);
    button.addEventListener("click", () => {
      const speaking = button.classList.contains("speaking");
      speech.cancel();
      if (speaking) return;
      const words = new SpeechSynthesisUtterance(button.dataset.speak);
      words.voice = chineseVoice() ?? null;
      words.lang = "zh-CN";
      words.rate = 0.9;
      words.onend = words.onerror = stop;
      button.classList.add("speaking");
      label.textContent = "停下不念";
      speech.speak(words);
    });
  }

  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const choose = (/** @type {Element} */ chosen) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    }
  };
  if (tabs.length > 0) {
    tabs[0].parentElement.hidden = false;
    choose(tabs[0]);
    for (const [index, tab] of tabs.entries()) {
      tab.addEventListener("click", () => choose(tab));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(index + step + tabs.length) % tabs.length];
        choose(next);
        next.focus();
      });
    }
  }

  const ticks = [...document.querySelectorAll('.papers input[type="checkbox"]')];
  if (ticks.length > 0) {
    const key = `cnb.have.${location.pathname.split("/").pop()}`;
    const have = new Set(recall(key) ?? []);
    for (const tick of ticks) {
      tick.checked = have.has(tick.getAttribute("aria-label"));
      tick.addEventListener("change", () => {
        tick.checked ? have.add(tick.getAttribute("aria-label")) : have.delete(tick.getAttribute("aria-label"));
        keep(key, [...have]);
      });
    }
  }
})();
