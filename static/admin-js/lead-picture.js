/* The picture on top of a story: chosen from the library by eye. Without this script the field
   beside it finds pictures by words. */
import { askForPictures, element } from "newsportal-editor/dialogs";

const box = document.querySelector("[data-gallery]");
const select = document.querySelector("select[name=lead_image]");

function start() {
  const config = JSON.parse(box.dataset.gallery);
  const row = select.closest(".field-lead_image, .form-row");
  const button = element("button", { type: "button", className: "qbtn", textContent: config.labels.fromLibrary });

  const show = (picture) => {
    const preview = row.querySelector(".picture-preview") || element("img", { className: "picture-preview" });
    preview.src = picture.url;
    preview.alt = picture.alt || "";
    if (!preview.isConnected) button.after(preview);
  };
  button.addEventListener("click", async () => {
    const chosen = await askForPictures({ ...config, title: config.labels.chooseOne, multiple: false });
    if (!chosen?.length) return;
    const [picture] = chosen;
    const words = picture.caption || picture.alt || config.labels.untitled;
    select.replaceChildren(new Option("", ""), new Option(words, picture.id, true, true));
    window.django?.jQuery?.(select).trigger("change"); // the field's own script shows the words
    select.dispatchEvent(new Event("input", { bubbles: true }));
    show(picture);
  });
  (select.closest(".related-widget-wrapper") || select).after(button);
}

if (box && select && !select.disabled) start();
