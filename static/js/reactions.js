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

  const kept = () => recall(KEY) || {};
  const keep = (target, kind) => {
    const all = kept();
    delete all[target];
    if (kind) all[target] = kind;
    const entries = Object.entries(all).slice(-MOST);
    remember(KEY, Object.fromEntries(entries));
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

  inPlace(".reaction-form", async (form, button) => {
    const lost = document.querySelector(".unreached");
    if (lost) lost.hidden = true;
    try {
      const { own, counts } = await sendForm(form, button);
      mark(form, own);
      count(form, counts);
      if (isGuests(form)) keep(targetOf(form), own);
    } catch (why) {
      if (!lost || !(why instanceof TypeError)) throw why;
      form.append(lost); // no connection: the page stays
      lost.hidden = false;
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
