/* Players of other sites: a button beside the plain link loads one where the reader asks for it.
   Nothing is asked of the other site before that. */
(() => {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const load = (figure) => {
    const player = make("iframe", {
      className: "embed-player",
      src: figure.dataset.player,
      title: figure.dataset.title,
      allow: "fullscreen; picture-in-picture; encrypted-media",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    player.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
    player.tabIndex = 0;
    figure.querySelector(".embed-offer").replaceWith(player);
    player.focus();
  };

  const offer = (figure) => {
    if (figure.querySelector(".embed-offer, .embed-player")) return;
    const box = make("div", { className: "embed-offer" });
    const button = make("button", { type: "button", className: "btn btn-secondary", textContent: figure.dataset.load });
    const note = make("span", { className: "embed-note", textContent: figure.dataset.note });
    button.addEventListener("click", () => load(figure));
    box.append(button, note);
    figure.prepend(box);
  };

  const offerAll = (root) => root.querySelectorAll("figure.embed[data-player]").forEach(offer);
  offerAll(document);
  // Live updates come into an open page.
  document.addEventListener("shown", (event) => offerAll(event.target));
})();
