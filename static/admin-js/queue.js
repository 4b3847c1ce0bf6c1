/* Cards of comments: keys, reasons, and deciding without a reload. What a key does is press the
   button that bears it (data-key), so the buttons and the help say the same; without script the
   buttons are plain forms. keyboard.js offers each single key by the event "newsroom:key" and knows
   when keys are letters. */
(() => {
  // Choosing on a card is no unsaved change of a row, about which the admin's own script would ask
  // before every act on several comments.
  document.addEventListener("change", (event) => {
    if (event.target.closest(".qcard")) event.stopPropagation();
  }, true);

  const queue = document.querySelector("[data-queue]");
  const all = () => [...document.querySelectorAll(".qcard")];
  const isOne = () => document.body.classList.contains("is-one");
  let lastAt = 0; // where the card stood that had the focus last

  const current = () => {
    const cards = all();
    const held = document.activeElement?.closest?.(".qcard") || document.querySelector(".qcard:target");
    const card = held || cards[Math.min(lastAt, cards.length - 1)];
    if (card) lastAt = cards.indexOf(card);
    return card;
  };
  const go = (card) => {
    if (!card) return;
    lastAt = all().indexOf(card);
    if (isOne()) location.replace(`#${card.id}`);
    card.focus({ preventScroll: true });
    const top = card.getBoundingClientRect().top;
    if (top < 0 || card.getBoundingClientRect().bottom > innerHeight) card.scrollIntoView({ block: "start" });
  };
  const step = (by) => {
    const cards = all();
    const on = document.activeElement?.closest?.(".qcard") || (isOne() && document.querySelector(".qcard:target"));
    // The first press takes the card that stands first; the next one goes on.
    if (!on) return go(isOne() ? cards[lastAt + by] : cards[lastAt] || cards[0]);
    go(cards[cards.indexOf(on) + by]);
  };
  const panelOf = (card) => card?.querySelector("details[data-refuse]");
  const openPanel = () => document.activeElement?.closest?.("details[data-refuse][open]")
    || (current() && panelOf(current())?.open ? panelOf(current()) : null);
  const close = (panel) => { panel.open = false; panel.closest(".qcard").focus({ preventScroll: true }); };

  const choose = (panel, button) => {
    for (const one of panel.querySelectorAll("[data-digit]")) one.setAttribute("aria-pressed", String(one === button));
    panel.querySelector("input[name^=words-]").focus();
  };
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    v: () => current()?.classList.toggle("is-shown"),
  };

  document.addEventListener("newsroom:key", (event) => {
    const key = event.detail;
    const panel = openPanel();
    const digit = panel && /^[1-9]$/.test(key) && panel.querySelector(`[data-digit="${key}"]`);
    if (digit) { event.preventDefault(); return choose(panel, digit); }
    if (!all().length && !queue) return;
    if (acts[key]) { event.preventDefault(); return acts[key](); }
    const where = current()?.querySelector(`[data-key="${key}"]`)
      || document.querySelector(`[data-messages] [data-key="${key}"], .queue-head [data-key="${key}"]`);
    if (!where) return;
    event.preventDefault();
    if (where.tagName !== "SUMMARY") { where.click(); return; }
    where.parentElement.open = true;
    where.parentElement.querySelector("[data-digit]").focus();
    where.parentElement.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const panel = event.target.closest?.("details[data-refuse]");
    if (!panel) return;
    if (event.key === "Escape") { event.preventDefault(); close(panel); }
    // Enter in the words sends what was chosen; without a choice the first button, as forms do.
    if (event.key === "Enter" && event.target.matches("input[type=text]")) {
      event.preventDefault();
      (panel.querySelector("[data-digit][aria-pressed=true]") || panel.querySelector(".refuse-first")).click();
    }
  });

  // Where answers come in place of pages: the queue's own page.
  if (!queue) return;
  let busy = false;
  // The focus that the browser gave by the address (#card-12) after a plain form.
  if (/^#card-\d+$/.test(location.hash)) document.querySelector(location.hash)?.focus();

  // Undo goes with the minute in which it is possible.
  let ends;
  const endUndo = () => {
    clearTimeout(ends);
    ends = setTimeout(() => document.querySelector("[data-messages] .has-undo")?.remove(), 60000);
  };
  endUndo();

  const swap = (page) => {
    // The place of messages is a live region: what changes in it is read out.
    document.querySelector("[data-messages]").replaceChildren(...page.querySelector("[data-messages]").childNodes);
    endUndo();
    const narrowed = queue.querySelector(".queue-narrow")?.open;
    for (const part of ["head", "foot"]) queue.querySelector(`[data-part=${part}]`).replaceWith(page.querySelector(`[data-part=${part}]`));
    const details = queue.querySelector(".queue-narrow");
    if (details && narrowed !== undefined) details.open = narrowed;
    // A card that says the same stays the node it is: what was typed in it stays too.
    const known = new Map(all().map((card) => [card.id, card]));
    const cards = page.querySelector("[data-part=cards]");
    for (const card of cards.querySelectorAll(".qcard")) {
      const here = known.get(card.id);
      if (here && here.dataset.state === card.dataset.state && !card.classList.contains("is-told")) card.replaceWith(here);
    }
    queue.querySelector("[data-part=cards]").replaceWith(cards);
  };

  const post = async (form, button) => {
    const card = button.closest(".qcard");
    const at = card ? all().indexOf(card) : lastAt;
    const data = new FormData(form);
    if (button.name) data.append(button.name, button.value);
    busy = true;
    queue.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-queue]")) throw new Error("not the queue");
      swap(page);
      const told = document.querySelector(".qcard.is-told");
      const back = !card && answer.url.includes("#card-") && document.getElementById(answer.url.split("#")[1]);
      const stays = card && document.getElementById(card.id);
      go(told || back || stays || all()[Math.min(at, all().length - 1)]);
      if (!all().length) queue.focus();
    } catch {
      // The plain way, which says itself what is wrong.
      form.dataset.plain = "1";
      form.requestSubmit(form.contains(button) || button.form === form ? button : undefined);
    } finally {
      busy = false;
      queue.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!button || form.dataset.plain || form.method !== "post") return;
    if (!button.closest(".qcard") && !form.closest("[data-messages]")) return;
    event.preventDefault();
    if (!busy) post(form, button);
  });
})();
