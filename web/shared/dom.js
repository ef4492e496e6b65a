/** Making elements without markup strings: text stays text. */

/**
 * Make an element. Properties starting with "on" are listeners, the rest attributes; null and false are left out.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Put the pictures into the page, once: they must be there without a connection, too. */
async function bringPictures() {
  const answer = await fetch("/assets/shared/icons.svg");
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  sprite.setAttribute("hidden", "");
  document.body.append(sprite);
}
bringPictures().catch(() => undefined); // Words stand beside every picture.

/**
 * A picture from the sprite; hidden from screen readers, as words always stand beside it.
 * @param {string} name
 * @param {string} [extra] further class
 */
export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A link that calls. @param {string} number @param {string} [extra] further class */
export function phoneLink(number, extra = "") {
  return h("a", { class: `phone ${extra}`.trim(), href: `tel:${number.replace(/[^0-9+]/g, "")}` }, icon("phone"), number);
}

let counter = 0;

/** An id that is unique on this page. @param {string} prefix */
export const uid = (prefix) => `${prefix}-${++counter}`;
