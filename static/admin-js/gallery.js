/* The gallery in the form of a story: pictures chosen from the library instead of by number, lines
   moved by dragging, by buttons and by Alt with an arrow key. What is saved stays the numbers of
   the fields, which without this script one types. */
import { askForPictures, element } from "newsportal-editor/dialogs";

const box = document.querySelector("[data-gallery]");

function start() {
  const config = JSON.parse(box.dataset.gallery);
  const { labels } = config;
  const list = box.querySelector(".gallery-rows");
  const total = box.querySelector("input[name$=-TOTAL_FORMS]");
  const said = box.querySelector(".gallery-said");
  const empty = box.querySelector("template");
  const rows = () => [...list.children];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

  const renumber = () => {
    rows().forEach((row, index) => { field(row, "ORDER").value = index + 1; });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const tell = (row) => {
    said.textContent = labels.moved
      .replace("%(place)s", rows().indexOf(row) + 1)
      .replace("%(count)s", rows().length);
  };
  const move = (row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    list.insertBefore(row, by < 0 ? other : other.nextSibling);
    renumber();
    tell(row);
    focused.focus();
  };
  const show = (row, picture) => {
    field(row, "image").value = picture.id;
    const image = element("img", { src: picture.thumbnail || picture.url, alt: picture.alt || "" });
    row.querySelector(".gallery-thumb").replaceChildren(image);
    const caption = field(row, "caption");
    if (!caption.value) caption.placeholder = picture.caption || "";
  };
  const add = () => {
    const number = Number(total.value);
    const made = empty.content.firstElementChild.cloneNode(true);
    for (const each of made.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace("__prefix__", number));
      }
    }
    total.value = number + 1;
    list.append(made);
    equip(made);
    return made;
  };

  let dragged = null;
  const equip = (row) => {
    const choose = element("button", { type: "button", className: "qbtn", textContent: labels.choose });
    choose.addEventListener("click", async () => {
      const chosen = await askForPictures({ ...config, title: labels.chooseOne, multiple: false });
      if (chosen?.length) show(row, chosen[0]);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const up = element("button", { type: "button", className: "qbtn gallery-move", textContent: "↑", title: labels.up, "aria-label": labels.up });
    const down = element("button", { type: "button", className: "qbtn gallery-move", textContent: "↓", title: labels.down, "aria-label": labels.down });
    up.addEventListener("click", () => move(row, -1));
    down.addEventListener("click", () => move(row, 1));
    row.append(element("div", { className: "gallery-acts" }, choose, up, down));
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (event.target.closest?.("input, textarea, button")) { event.preventDefault(); return; }
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      const below = event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
      list.insertBefore(dragged, below ? row.nextSibling : row);
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      if (dragged) { renumber(); tell(dragged); }
      dragged = null;
    });
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
    });
  };

  rows().forEach(equip);
  const several = element("button", { type: "button", className: "qbtn", textContent: labels.add });
  several.addEventListener("click", async () => {
    const chosen = await askForPictures({ ...config, title: labels.title, multiple: true });
    for (const picture of chosen || []) {
      const free = rows().find((row) => !field(row, "image").value) || add();
      show(free, picture);
    }
    if (chosen?.length) renumber();
  });
  box.querySelector("[data-gallery-tools]").append(several, " ", element("span", { className: "help", textContent: labels.hint }));
  box.classList.add("is-live");

  const kind = document.getElementById("id_kind");
  kind?.addEventListener("change", () => {
    if (kind.value === "gallery") box.querySelector("details").open = true;
  });
}

if (box) start();
