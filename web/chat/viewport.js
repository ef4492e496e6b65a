/**
 * Keeps the page as high as the keyboard leaves free, where a browser lays the keyboard over the page instead of
 * making the page smaller (iPhones), and keeps the newest message in view while the room changes.
 */

const view = window.visualViewport;

/** @param {import("/assets/chat/log.js").Log} log */
export function followKeyboard(log) {
  let atEnd = false;
  const end = () => log.element.scrollHeight - log.element.scrollTop - log.element.clientHeight < 48;
  log.element.addEventListener("scroll", () => (atEnd = end()), { passive: true });
  new ResizeObserver(() => atEnd && log.toEnd()).observe(log.element);

  view?.addEventListener("resize", () => {
    if (view.scale > 1.01) return; // Zoomed in by two fingers: no keyboard.
    const covered = window.innerHeight - view.height > 60;
    if (covered) document.documentElement.style.setProperty("--free-height", `${view.height}px`);
    else document.documentElement.style.removeProperty("--free-height");
    window.scrollTo(0, 0);
  });
}
