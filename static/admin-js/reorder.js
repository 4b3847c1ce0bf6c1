/* Lists with an editable "order" column: rows can be dragged, or moved with Alt+Arrow from inside.
   The numbers beside them are what is saved, so without this script one types them. */
(() => {
  const body = document.querySelector("#result_list tbody");
  const number = (row) => row.querySelector("td.field-order input[type=number]");
  if (!body || !body.querySelector("td.field-order input")) return;
  const rows = () => [...body.rows];
  const renumber = () => rows().forEach((row, index) => { number(row).value = (index + 1) * 10; });
  let dragged = null;

  rows().forEach((row) => {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (event.target.closest?.("input, a, button")) { event.preventDefault(); return; }
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      const below = event.offsetY > row.offsetHeight / 2;
      body.insertBefore(dragged, below ? row.nextSibling : row);
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      dragged = null;
      renumber();
    });
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      const focused = document.activeElement;
      if (event.key === "ArrowUp" && row.previousElementSibling) {
        body.insertBefore(row, row.previousElementSibling);
      } else if (event.key === "ArrowDown" && row.nextElementSibling) {
        body.insertBefore(row.nextElementSibling, row);
      }
      renumber();
      focused.focus();
    });
  });
})();
