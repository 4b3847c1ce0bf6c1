/* An issue of a newsletter: the minute runs down, and the page looks by itself how far the worker is.
 *
 *   [data-countdown]  the moment at which it goes out; shows what is left as 0:42
 *   [data-issue]      what is read again, with its state; ended when that changes
 *
 * Without script the moment stands there and the page is loaded again by a link. A focus inside is
 * not taken away: the button stays as long as it is used.
 */
(() => {
  "use strict";
  const EVERY = 2500; // milliseconds
  const MOVING = ["waiting", "sending"];
  const HOUR = 3600;
  const run = () => {
    const clock = document.querySelector("[data-countdown]");
    if (!clock) return;
    const left = Math.max(0, Math.round((Date.parse(clock.dataset.countdown) - Date.now()) / 1000));
    if (left < HOUR) clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    setTimeout(run, 500);
  };
  const look = async () => {
    const shown = document.querySelector("[data-issue]");
    if (!shown || !MOVING.includes(shown.dataset.issue)) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok || answer.redirected) return; // signed out or gone: the next click says so
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-issue]");
      if (!next || next.dataset.issue !== shown.dataset.issue) return location.reload();
      const keeps = shown.contains(document.activeElement) || next.dataset.issue === "waiting";
      if (!keeps) shown.replaceWith(document.adoptNode(next));
    } catch {
      // No connection: the next look may have one.
    }
    setTimeout(look, document.hidden ? EVERY * 4 : EVERY);
  };
  run();
  setTimeout(look, EVERY);
})();
