/** Puts the page together: restores the talk, sends what is said, draws what is answered. */

import { h, icon, phoneLink } from "/assets/shared/dom.js";
import { lendFont } from "/assets/shared/fonts.js";
import { api, Trouble } from "/assets/chat/api.js";
import { bubble, draw, isWide, markChosen } from "/assets/chat/cards.js";
import { closeForm } from "/assets/chat/form.js";
import { setUpHead } from "/assets/chat/head.js";
import { Log } from "/assets/chat/log.js";
import { newId, Outbox } from "/assets/chat/outbox.js";
import { followKeyboard } from "/assets/chat/viewport.js";
import { welcome } from "/assets/chat/welcome.js";

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const HANDED_IN = "填好了，给您交上来"; // As the transcript has it.
const foot = /** @type {HTMLFormElement} */ (element("foot"));
const say = /** @type {HTMLTextAreaElement} */ (element("say"));
const notice = element("notice");
const onTouch = window.matchMedia("(pointer: coarse)");
const log = new Log(element("log"));
const head = setUpHead();

/** @type {Map<string, HTMLElement>} what the resident said, by client_id */
const turns = new Map();

/** @type {import("/assets/chat/cards.js").Desk} */
const desk = { choose: (choice) => speak(choice.label, { choice: choice.id }), apply, station: () => head.station() };

const outbox = new Outbox(api.say, {
  trying(letter) {
    const turn = turns.get(letter.client_id);
    turn?.querySelector(".resend")?.remove();
    turn?.classList.add("sending");
    log.think();
  },
  sent(letter, answer) {
    turns.get(letter.client_id)?.classList.remove("sending");
    log.stopThinking();
    showAnswer(answer.messages);
  },
  failed(letter, trouble) {
    const turn = turns.get(letter.client_id);
    turn?.classList.remove("sending");
    log.stopThinking();
    if (turn) offerAgain(turn, letter, trouble);
  },
});

/**
 * Say something to the bot.
 * @param {string} text
 * @param {{choice?: string, guide?: string}} [meant] what stands behind the words
 */
async function speak(text, meant = {}) {
  await restored; // What was said before stands above.
  const letter = { text, client_id: newId(), ...meant };
  turns.set(letter.client_id, log.add("resident", bubble(text)));
  log.toEnd();
  outbox.post(letter);
}

/**
 * Hand in a form; the caller shows what is wrong with it.
 * @param {Record<string, unknown>} body
 * @param {() => void} taken called before the answer is drawn
 */
async function apply(body, taken) {
  log.think();
  try {
    const answer = await api.apply({ ...body, client_id: applicationId(String(body.form), body) });
    log.stopThinking();
    taken();
    log.add("resident", bubble(HANDED_IN));
    showAnswer(answer.messages);
  } finally {
    log.stopThinking();
  }
}

/** @type {Map<string, {contents: string, id: string}>} the same form with the same contents is the same request */
const handedIn = new Map();

/** @param {string} form @param {unknown} body */
function applicationId(form, body) {
  const contents = JSON.stringify(body);
  if (handedIn.get(form)?.contents !== contents) handedIn.set(form, { contents, id: newId() });
  return handedIn.get(form)?.id;
}

/** @param {any[]} messages */
function showAnswer(messages) {
  const added = messages.map((message) => log.add("bot", draw(message, desk), { wide: isWide(message) }));
  if (added.length > 0) log.show(added[0]);
  if (messages.some(isWide) && onTouch.matches) say.blur(); // The keyboard would cover what is to be read.
}

/**
 * @param {HTMLElement} turn
 * @param {import("/assets/chat/outbox.js").Letter} letter
 * @param {Trouble} trouble
 */
function offerAgain(turn, letter, trouble) {
  const again = h("button", { type: "button", class: "resend", onclick: () => outbox.post(letter) }, icon("again"), `${trouble.message}点这里重发`);
  turn.querySelector(".content")?.append(again);
  if (trouble.kind === "trouble") log.add("bot", callSomebody());
  log.toEnd();
}

/** Whom to call when the service is in trouble. */
function callSomebody() {
  const contact = head.station() ?? head.hall();
  const words = bubble("系统这会儿有点忙，您说的话还在。过一会儿再点重发，或者直接打电话。", "trouble");
  if (contact) words.append(h("p", { class: "help" }, contact.name, " ", phoneLink(contact.phone)));
  return words;
}

/** Draw the talk as it was. @param {any[]} entries */
function restore(entries) {
  /** @type {HTMLElement[]} */
  let offered = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    if (entry.from === "resident") {
      for (const group of offered) if (group.querySelector(`[data-label="${CSS.escape(entry.message.text)}"]`)) markChosen(group, entry.message.text);
      const form = [...log.element.querySelectorAll(".card:has(form)")].at(-1);
      if (form && entry.message.text === HANDED_IN) closeForm(form);
      log.add("resident", bubble(entry.message.text), { at });
      offered = [];
      continue;
    }
    const turn = log.add("bot", draw(entry.message, desk), { at, wide: isWide(entry.message) });
    offered.push(...turn.querySelectorAll(/** @type {"div"} */ (".choices")));
  }
}

function grow() {
  element("send").hidden = say.value.trim() === "";
  say.style.height = "";
  if (say.value) say.style.height = `${say.scrollHeight + 2}px`;
}

function submit() {
  const text = say.value.trim().toWellFormed?.() ?? say.value.trim();
  if (!text) return;
  say.value = "";
  grow();
  speak(text);
}

function showConnection() {
  notice.hidden = navigator.onLine;
  notice.textContent = navigator.onLine ? "" : "现在没有网。您说的话会留在这里，网来了自动发一次。";
}

/** Send what was under way when the page was left: its answer then stands in the talk. */
async function sendLeft() {
  /** @type {[import("/assets/chat/outbox.js").Letter, Trouble][]} */
  const unsent = [];
  for (const letter of outbox.left()) {
    try {
      await api.say(letter);
      outbox.forget(letter);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      unsent.push([letter, trouble]);
    }
  }
  return unsent;
}

function listen() {
  log.place(welcome((text) => speak(text)));
  foot.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  say.addEventListener("input", grow);
  say.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  window.addEventListener("online", showConnection);
  window.addEventListener("offline", showConnection);
  showConnection();
  followKeyboard(log);
  grow();
}

async function restoreTalk() {
  const unsent = await sendLeft();
  try {
    const talk = await api.history();
    head.setStation(talk.station);
    log.quietly(() => restore(talk.entries));
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    log.add("bot", callSomebody());
  }
  for (const [letter, trouble] of unsent) {
    const turn = log.add("resident", bubble(letter.text));
    turns.set(letter.client_id, turn);
    offerAgain(turn, letter, trouble);
  }
  const answer = [...log.element.querySelectorAll(".turn.resident")].at(-1)?.nextElementSibling;
  if (answer) log.show(answer, { behavior: "auto" });
  else if (unsent.length > 0) log.toEnd();
}

/**
 * Opened from a guide or a poster (`/?guide=...&s=...`): the guide is the first thing said, and its station is ours if
 * none is. The address forgets it: a page that is loaded again says nothing again.
 */
async function arriveFromGuide() {
  const { searchParams, pathname } = new URL(location.href);
  const [guide, station] = [searchParams.get("guide"), searchParams.get("s")];
  if (!guide && !station) return;
  history.replaceState(null, "", pathname);
  await restored;
  try {
    if (station && !head.station()) head.setStation((await api.chooseStation(station)).station);
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble; // A station that is no more: people choose another.
  }
  try {
    if (guide) await speak((await api.guide(guide)).title, { guide });
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    log.add("bot", bubble(trouble.message, "trouble"));
  }
}

listen();
lendFont();
const restored = restoreTalk();
arriveFromGuide();
