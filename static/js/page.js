/* What every page has. Menus are <details data-menu> and work alone; this closes them by Escape and by a
 * click outside. Times that are marked data-relative and younger than a day become "3 hours ago", with the
 * time itself in the title. The focus goes to what an act of the reader led to ([data-focus]).
 *
 * For scripts that come after it:
 *
 *   sendForm(form, button)   posts a form and gives the JSON of the answer
 *   inPlace(forms, act)      `act(form, button)` does without a reload what forms of this selector do; one at
 *                            a time, and when it throws, the form is sent as without script
 *   pageOf(answer)           the document of an answer
 *   isPlain(event)           whether a click means the page itself, no new tab
 *   tellShown(part)          says “shown” of a part that came later, for scripts that look after such parts
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
  window.inPlace = (forms, act) =>
    document.addEventListener("submit", async (event) => {
      const { target: form, submitter: button } = event;
      if (!form.matches(forms) || "plain" in form.dataset) return;
      event.preventDefault();
      if (form.hasAttribute("aria-busy")) return; // the second click of a double one
      form.setAttribute("aria-busy", "true");
      try {
        await act(form, button);
      } catch {
        form.dataset.plain = "";
        setTimeout(() => form.requestSubmit(button)); // never while the browser still tells of the first try
      }
      form.removeAttribute("aria-busy");
    });
  window.pageOf = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  window.isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  window.tellShown = (part) => part.dispatchEvent(new CustomEvent("shown", { bubbles: true }));

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

  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });
  const since = (age) => {
    if (age < MINUTE) return words.format(0, "second");
    if (age < HOUR) return words.format(-Math.floor(age / MINUTE), "minute");
    return words.format(-Math.floor(age / HOUR), "hour");
  };
  const tell = () => {
    for (const time of document.querySelectorAll("time[data-relative][datetime]")) {
      const age = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const isFresh = age > -MINUTE && age < 24 * HOUR;
      if (isFresh) time.title ||= time.textContent.trim();
      if (time.title) time.textContent = isFresh ? since(age) : time.title;
    }
  };
  tell();
  setInterval(tell, MINUTE * 1000);
  document.addEventListener("shown", tell);

  const target = document.querySelector("[data-focus]");
  if (target && !location.hash) {
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: target.matches(".message") });
  }
})();
