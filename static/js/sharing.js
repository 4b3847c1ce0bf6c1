/* Copies the link to a story, and offers the system's sheet for sharing.
 *
 *   a[data-copy="Copied"]        becomes a button that copies the story's address and says so; it is named by
 *                                [data-copy-offer]; the words stand in its [data-copy-words]
 *   [data-share-sheet] hidden    holds a button, shown where the system can share
 *   a[data-report-error="Words"] takes what is marked in the story along as ?quote=, stands in sight meanwhile
 *                                (.is-quoting) and says the words in its span
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

  const link = document.querySelector("a[data-report-error]");
  if (!link) return;
  const { href } = link;
  const label = link.querySelector("span");
  const words = label.textContent;
  let timer = 0;
  const offer = (quote) => {
    link.href = quote ? `${href}?quote=${encodeURIComponent(quote)}` : href;
    label.textContent = quote ? link.dataset.reportError : words;
    link.classList.toggle("is-quoting", quote !== "");
  };
  document.addEventListener("selectionchange", () => {
    const marked = getSelection();
    const text = document.querySelector(".story-text");
    const inside = text.contains(marked.anchorNode) && text.contains(marked.focusNode);
    const quote = inside ? marked.toString().replace(/\s+/g, " ").trim().slice(0, 300) : "";
    clearTimeout(timer);
    timer = setTimeout(offer, quote ? 0 : 600, quote); // a tap on the link may end the mark first
  });
})();
