/* Menus are <details data-menu> and work alone; this closes them by Escape and by a click outside,
 * and puts the focus on what an act of the reader led to ([data-focus]).
 *
 *   sendForm(form, button)   for scripts that come after it: posts a form and gives the JSON of the answer
 */
(() => {
  "use strict";
  window.sendForm = async (form, button) => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
      headers: { Accept: "application/json" },
    });
    // a limit, a full list, a story that closed, a token that is too old: the page that says so
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) throw answer;
    return answer.json();
  };

  const open = () => [...document.querySelectorAll("details[data-menu][open]")];

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inner = open().pop();
    if (!inner) return;
    inner.open = false;
    inner.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      // the phone's list stands beside its <details>, so its parent is the menu
      const area = menu.matches(".menu-toggle, .me-toggle") ? menu.parentElement : menu;
      if (!area.contains(event.target)) menu.open = false;
    }
  });

  const target = document.querySelector("[data-focus]");
  if (target && !location.hash) {
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: target.matches(".message") });
  }
})();
