/* Saves what saving a story and following something do without script: the page stays, the button follows.
 *
 *   form[data-keep]      posts `keep`, yes or no: what shall be so; asked for JSON it answers { kept }
 *   [data-when]          shown while pressing the button would post this value
 *   [role="status"]      says what happened, in the words of its data-yes and data-no
 */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    // The second click of a double one would meet the button's other side when the server is quick.
    if (event.detail > 1 && event.target.closest("[data-keep] button")) event.preventDefault();
  });
  inPlace("[data-keep]", async (form) => {
    const { kept } = await sendForm(form);
    const next = kept ? "no" : "yes";
    form.elements.keep.value = next;
    for (const piece of form.querySelectorAll("[data-when]")) piece.hidden = piece.dataset.when !== next;
    const said = form.querySelector("[role='status']");
    said.textContent = kept ? said.dataset.yes : said.dataset.no;
  });
})();
