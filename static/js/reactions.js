/* Saves the reload of reacting; the counts follow. A page that guests share cannot know whose reaction is
 * whose, so a guest's own ones are kept in the browser's store.
 *
 *   form.reaction-form    posts `kind`; asked for JSON it answers { own, counts }
 *   .reaction[value]      one kind; aria-pressed marks the reader's own
 */
(() => {
  "use strict";
  const KEY = "reactions";
  const MOST = 500; // targets remembered; the oldest go first

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };
  const keep = (target, kind) => {
    const all = kept();
    delete all[target];
    if (kind) all[target] = kind;
    const entries = Object.entries(all).slice(-MOST);
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(entries)));
    } catch {
      // the mark then lasts for this page
    }
  };

  const targetOf = (form) => form.getAttribute("action");
  const isGuests = (form) => !form.querySelector("[name='csrfmiddlewaretoken']");

  const mark = (form, own) => {
    for (const button of form.querySelectorAll(".reaction")) {
      button.setAttribute("aria-pressed", String(button.value === String(own)));
    }
  };
  const count = (form, counts) => {
    for (const button of form.querySelectorAll(".reaction")) {
      const number = counts[button.value] || 0;
      let shown = button.querySelector(".reaction-count");
      if (!shown && number) {
        shown = document.createElement("span");
        shown.className = "reaction-count";
        button.append(" ", shown);
      }
      if (shown) shown.textContent = number || "";
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches(".reaction-form") || !button || "plain" in form.dataset) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return; // the second click of a double one
    form.setAttribute("aria-busy", "true");
    const lost = document.querySelector(".unreached");
    if (lost) lost.hidden = true;
    try {
      const { own, counts } = await sendForm(form, button);
      mark(form, own);
      count(form, counts);
      if (isGuests(form)) keep(targetOf(form), own);
    } catch (why) {
      if (lost && why instanceof TypeError) {
        form.append(lost); // no connection: the page stays
        lost.hidden = false;
      } else {
        form.dataset.plain = "";
        form.requestSubmit(button);
      }
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  const showKept = (root) => {
    const all = kept();
    for (const form of root.querySelectorAll(".reaction-form")) {
      const own = all[targetOf(form)];
      if (own && isGuests(form)) mark(form, own);
    }
  };
  showKept(document);
  document.addEventListener("shown", (event) => showKept(event.target));
})();
