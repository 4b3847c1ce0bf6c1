// Choosing a reason on a card is no unsaved change of a row, about which the admin's own script
// would ask before every act on several comments.
document.addEventListener("change", (event) => {
  if (event.target.closest(".qcard")) event.stopPropagation();
}, true);
