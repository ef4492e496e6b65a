/**
 * Shows one message after the other. Nothing is ever added to the page: the same few elements get new words, so that
 * it runs for weeks. Without a connection it goes on with what it has.
 */
(() => {
  "use strict";
  const AGAIN = 10 * 60 * 1000; // how often the messages are asked for
  const station = document.body.dataset.station;
  const address = `/api/v1/tv/${station}`;
  const slide = document.getElementById("slide");
  const lines = [...document.querySelectorAll("#lines p")];
  const facts = [...document.querySelectorAll("#facts li")];
  const code = document.getElementById("code");
  const picture = document.getElementById("picture");
  const clock = document.getElementById("clock");
  let slides = [];
  let seconds = 12;
  let at = -1;

  /** @param {Element[]} places @param {string[]} words */
  const fill = (places, words) => places.forEach((place, index) => (place.textContent = words[index] ?? ""));

  function next() {
    if (slides.length > 0) {
      at = (at + 1) % slides.length;
      const shown = slides[at];
      slide.dataset.kind = shown.kind;
      document.getElementById("title").textContent = shown.title;
      fill(lines, shown.lines);
      fill(facts, shown.facts);
      code.hidden = !shown.guide;
      if (shown.guide) picture.src = `${address}/codes/${shown.guide}`;
    }
    setTimeout(next, seconds * 1000);
  }

  async function load() {
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.ok) ({ slides, seconds } = await answer.json());
    } catch {
      // No connection: the messages of before are still right.
    }
    setTimeout(load, AGAIN);
  }

  function tick() {
    const now = new Date();
    clock.textContent = now.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
    clock.dateTime = now.toISOString();
    setTimeout(tick, 1000 * (60 - now.getSeconds()));
  }

  picture.addEventListener("error", () => (code.hidden = true));
  tick();
  load().then(next);
})();
