/** Lends a Chinese font to machines that have none; everybody else downloads nothing. */

const SHEET = "/assets/vendor/noto-sans-sc/index.css";
const MISSING = "\u{10FFFF}"; // No font has it: it shows how this machine draws what it cannot draw.

/** Whether this machine has a glyph of its own for the character. @param {string} character */
export function draws(character) {
  return picture(character) !== picture(MISSING);
}

/** Load our font where the machine has none for Chinese. The browser then fetches only the parts it needs. */
export function lendFont() {
  if (draws("村")) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = SHEET;
  document.head.append(link);
}

/** @param {string} character */
function picture(character) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  const pen = canvas.getContext("2d");
  if (!pen) return character;
  pen.font = "24px sans-serif";
  pen.fillText(character, 2, 26);
  return canvas.toDataURL();
}
