/* The pictures on top of a story and on its card: chosen from the library by eye. Without this
   script the field beside it finds pictures by words. */
import { askForPictures, element } from "newsportal-editor/dialogs";

const box = document.querySelector("[data-gallery]");
const selects = document.querySelectorAll("select:is([name=lead_image], [name=social_image])");

function start(select) {
  const config = JSON.parse(box.dataset.gallery);
  const row = select.closest(".field-lead_image, .field-social_image, .form-row");
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
    show(picture);
    select.dispatchEvent(new Event("input", { bubbles: true }));
  });
  (select.closest(".related-widget-wrapper") || select).after(button);
}

for (const select of selects) if (box && !select.disabled) start(select);
