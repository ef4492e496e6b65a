/** Reading aloud with the device's own voice. Without a Chinese voice there is no button. */

import { h, icon } from "/assets/shared/dom.js";

const speech = window.speechSynthesis;

const chineseVoice = () => speech?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith("zh")) ?? null;

/** A button that reads `text` and stops when pressed again. @param {string} text */
export function speakButton(text) {
  const button = h("button", { type: "button", class: "button", hidden: true });
  if (!speech) return button;
  const idle = () => button.replaceChildren(icon("sound"), "念给我听");
  button.addEventListener("click", () => {
    const wasSpeaking = button.classList.contains("speaking");
    speech.cancel();
    if (wasSpeaking) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = chineseVoice();
    words.lang = "zh-CN";
    words.rate = 0.9;
    words.onend = words.onerror = () => {
      button.classList.remove("speaking");
      idle();
    };
    button.classList.add("speaking");
    button.replaceChildren(icon("close"), "停下不念");
    speech.speak(words);
  });
  const show = () => {
    button.hidden = chineseVoice() === null;
  };
  idle();
  show();
  speech.addEventListener("voiceschanged", show);
  return button;
}
