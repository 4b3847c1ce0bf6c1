/* The link to a story is copied by a click, and where the system has a sheet for sharing, that is offered.
 *
 *   a[data-copy="Copied"]        becomes a button that copies the story's address and says so; it is named by
 *                                [data-copy-offer]; the words stand in its [data-copy-words]
 *   [data-share-sheet] hidden    holds a button, shown where the system can share
 */
(() => {
  "use strict";
  const SAID_FOR = 4000;
  const canonical = document.querySelector("link[rel='canonical']");
  const address = () => (canonical ? canonical.href : location.href.split("#")[0]);

  for (const link of document.querySelectorAll("a[data-copy]")) {
    if (!navigator.clipboard) continue; // only where the page is served safely
    const button = document.createElement("button");
    button.type = "button";
    button.append(...link.childNodes);
    const words = button.querySelector("[data-copy-words]");
    words.setAttribute("aria-live", "polite"); // a role would take the button its name
    words.textContent = link.dataset.copyOffer;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address());
        words.textContent = link.dataset.copy;
        setTimeout(() => {
          words.textContent = link.dataset.copyOffer;
        }, SAID_FOR);
      } catch {
        location.assign(link.href); // not allowed here: the address stands in the browser's own line
      }
    });
    link.replaceWith(button);
  }

  for (const item of document.querySelectorAll("[data-share-sheet]")) {
    if (!navigator.share) continue;
    item.hidden = false;
    item.addEventListener("click", () => {
      const title = document.querySelector("h1").textContent.trim();
      navigator.share({ title, url: address() }).catch(() => {}); // closing the sheet is no error
    });
  }
})();
