/* "Approve those I have seen" takes the cards that were really on the screen: a card counts when its
   last line was. Without script it takes all of the page, whose button stands below them. */
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue || !("IntersectionObserver" in window)) return;
  const seen = new Set(); // "12:1", so that an edited card is not seen yet

  const tell = () => {
    const button = queue.querySelector("[data-seen-button]");
    if (!button) return;
    const inputs = [...queue.querySelectorAll("[data-shown]")];
    for (const input of inputs) input.disabled = !seen.has(input.value);
    const number = inputs.filter((input) => !input.disabled).length;
    button.disabled = number === 0;
    const words = button.querySelector("[data-seen-words]");
    words.textContent = JSON.parse(words.dataset.seenWords)[number];
  };

  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.add(entry.target.closest(".qcard").querySelector("[data-shown]").value);
      observer.unobserve(entry.target);
    }
    tell();
  });
  const watch = () => {
    for (const input of queue.querySelectorAll("[data-shown]")) {
      if (!seen.has(input.value)) observer.observe(input.closest(".qcard").querySelector(".brief-acts"));
    }
    tell();
  };
  // Cards come and go when something is decided without a reload.
  new MutationObserver(watch).observe(queue, { childList: true });
  watch();
})();
