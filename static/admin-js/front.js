/* The page on which a front is arranged. Every step is a button of its form; this script presses
   those buttons for a drag or a key, and shows the answer without loading the page anew. Nothing
   is arranged here: the server says what stands where. */
import { askForPictures, element } from "newsportal-editor/dialogs";

const TYPING = 300; // milliseconds after the last key before the search asks
const desk = () => document.getElementById("front-desk");
const form = () => document.getElementById("front-form");
const config = JSON.parse(desk().dataset.front);
const { labels } = config;
let isBusy = false, isTyped = false, isLeaving = false;

/* --- sending a step ------------------------------------------------------------------------- */

const say = (words) => {
  const line = desk().querySelector("[data-front-unsaved]");
  if (line.textContent !== words) line.textContent = words;
};

/** Posts the whole form with one more value, as its button would, and shows the answer. */
async function send(name, value, focusId = "") {
  if (isBusy) return;
  isBusy = true;
  const data = new FormData(form());
  data.set(name, value);
  desk().classList.add("is-busy");
  form().inert = true;
  try {
    const answer = await fetch(form().action, { method: "POST", body: data, credentials: "same-origin" });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const text = await answer.text();
    if (!text.includes('id="front-desk"')) { isLeaving = true; location.assign(answer.url); return; }
    show(new DOMParser().parseFromString(text, "text/html"), new URL(answer.url).searchParams.get("focus"), focusId);
  } catch {
    say(labels.failed);
  } finally {
    isBusy = false;
    desk().classList.remove("is-busy");
    form().inert = false;
  }
}

/** Puts what the server answered in place of the desk; what was open stays open. */
function show(page, place, focusId) {
  const open = [...desk().querySelectorAll("details[open][id]")].map((one) => one.id);
  const scrolled = desk().querySelector("[data-front-results]").scrollTop;
  desk().replaceWith(document.adoptNode(page.getElementById("front-desk")));
  const messages = page.querySelector("[data-front-messages]");
  document.querySelector("[data-front-messages]").replaceChildren(...(messages ? messages.childNodes : []));
  isTyped = false;
  start();
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  desk().querySelector("[data-front-results]").scrollTop = scrolled;
  const conflict = desk().querySelector("[data-front-conflict]");
  const wrong = desk().querySelector(".errorlist")?.closest("div, li")?.querySelector("input, select");
  const pressed = document.getElementById(focusId);
  const target = conflict || wrong || (pressed?.disabled ? null : pressed) || document.getElementById(place);
  target?.focus({ preventScroll: !(conflict || wrong) });
  if (target && target !== pressed) target.scrollIntoView({ block: "nearest" });
}

/* --- pressing ------------------------------------------------------------------------------- */

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  const button = event.submitter;
  if (!button?.name || "frontLeaves" in button.dataset) { isLeaving = true; return; }
  event.preventDefault();
  send(button.name, button.value, button.id);
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const box = event.target.closest?.("[data-card], [data-part]");
  if (!box || !desk().contains(box)) return;
  event.preventDefault();
  const button = box.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
  if (!button.disabled) send(button.name, button.value, box.id);
});
document.addEventListener("input", (event) => {
  if (!event.target.closest?.(".front-settings")) return;
  isTyped = true;
  say(labels.unsaved);
});
window.addEventListener("beforeunload", (event) => {
  if (isTyped && !isLeaving) event.preventDefault();
});

/* --- dragging ------------------------------------------------------------------------------- */

let dragged = null;
const marked = (...names) => desk().querySelectorAll(names.map((name) => `.${name}`).join(","));
const unmark = () => {
  for (const one of marked("is-before", "is-target")) one.classList.remove("is-before", "is-target");
};
const below = (items, y) => items.find((one) => {
  const box = one.getBoundingClientRect();
  return y < box.top + box.height / 2;
});

function draggable(handle, item, kind) {
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("input, select, button, a, details")) { event.preventDefault(); return; }
    event.stopPropagation();
    dragged = { item, kind };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.story || item.dataset.part || "");
    item.classList.add("is-dragged");
  });
  handle.addEventListener("dragend", () => {
    item.classList.remove("is-dragged");
    unmark();
    dragged = null;
  });
}

/** Where the dragged thing would go: [the list or part under the pointer, its place, what follows]. */
function goal(event) {
  if (dragged.kind === "part") {
    const parts = [...desk().querySelectorAll("[data-part]")].filter((one) => one !== dragged.item);
    const next = below(parts, event.clientY);
    return [null, next ? parts.indexOf(next) : parts.length, next];
  }
  const part = event.target.closest?.("[data-part]");
  if (!part) return null;
  const list = part.querySelector("[data-cards]");
  const cards = [...list.children].filter((one) => one !== dragged.item && one.dataset.story !== dragged.item.dataset.story);
  const next = below(cards, event.clientY);
  return [list, next ? cards.indexOf(next) : cards.length, next];
}

document.addEventListener("dragover", (event) => {
  if (!dragged || !desk().contains(event.target)) return;
  const found = goal(event);
  if (!found) return;
  event.preventDefault();
  unmark();
  const [list, , next] = found;
  if (next) next.classList.add("is-before");
  else list?.classList.add("is-target");
});
document.addEventListener("drop", (event) => {
  const found = dragged && goal(event);
  if (!found) return;
  event.preventDefault();
  const { item, kind } = dragged;
  const [list, place] = found;
  if (kind === "part") send("act", `part-carry:${item.dataset.part}:${place}`);
  else if (kind === "card") send("act", `carry:${item.dataset.card}:${list.dataset.cards}:${place}`);
  else send("act", `place:${item.dataset.story}:${list.dataset.cards}:${place}`);
});

/* --- finding, pictures ---------------------------------------------------------------------- */

let timer, asked = 0;
async function find(words) {
  const turn = ++asked;
  const address = new URL(desk().dataset.found, location.href);
  address.searchParams.set("q", words);
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (turn !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    desk().querySelector("[data-front-results]").replaceChildren(...page.body.childNodes);
    equipFound();
  } catch {
    say(labels.failed);
  }
}

function equipFound() {
  for (const one of desk().querySelectorAll(".front-found [data-story]")) draggable(one, one, "found");
}

/** A button beside a card's field of a picture's number: it is chosen by eye. */
function equipPicture(input) {
  const choose = element("button", { type: "button", className: "qbtn", textContent: labels.choose });
  choose.addEventListener("click", async () => {
    const chosen = await askForPictures({ ...config, title: labels.chooseOne, multiple: false });
    if (!chosen?.length) return;
    input.value = chosen[0].id;
    send("_kept", "1", input.id);
  });
  input.after(choose);
}

function start() {
  const now = desk();
  now.classList.add("is-live");
  now.querySelector("[data-front-hint]").hidden = false;
  for (const one of now.querySelectorAll("[data-card]")) draggable(one.querySelector("[data-grip]"), one, "card");
  for (const one of now.querySelectorAll("[data-part]")) draggable(one.querySelector("[data-grip]"), one, "part");
  for (const one of now.querySelectorAll(".front-filled [data-story]")) draggable(one, one, "found");
  for (const one of now.querySelectorAll("[data-front-image]")) equipPicture(one);
  equipFound();
  const search = now.querySelector("[data-front-search]");
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(search.value), TYPING);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // searches, and keeps no draft
    clearTimeout(timer);
    find(search.value);
  });
}

start();
