/* A dry run's page looks by itself how far the worker is.
 *
 *   [data-dry-run]    what is read again, with its state; ended when that is no longer “running”
 *
 * Without script the page asks for itself anew. A focus inside is not taken away: the button stays as
 * long as it is used.
 */
(() => {
  "use strict";
  const EVERY = 2500; // milliseconds
  const look = async () => {
    const shown = document.querySelector("[data-dry-run]");
    if (!shown || shown.dataset.dryRun !== "running") return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok || answer.redirected) return; // signed out or gone: the next click says so
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-dry-run]");
      if (next && !shown.contains(document.activeElement)) shown.replaceWith(document.adoptNode(next));
      else if (next && next.dataset.dryRun !== "running") location.reload();
    } catch {
      // No connection: the next look may have one.
    }
    setTimeout(look, document.hidden ? EVERY * 4 : EVERY);
  };
  setTimeout(look, EVERY);
})();
