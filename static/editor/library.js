/* The picture library in a dialog: search, choose one or several, upload one on the spot.
 * The picker answers GET <pickerUrl>?q=… with [{id, url, thumbnail, alt, caption, credit, width,
 * height}], and POST <uploadUrl> with one of these or {problem: sentence}. */

import { element, field, searchField } from "newsportal-editor/elements"

/** Returns {parts, chosen}: elements for a dialog, and a function for what is chosen, in the order
 * of choosing. `onChoose` hears of every change. */
export function pictureLibrary({ labels, pickerUrl, uploadUrl, multiple = false, onChoose }) {
  const list = element("ul", { className: "story-editor-pictures" })
  const status = element("p", { role: "status", className: "story-editor-status" })
  let chosen = []

  const mark = () => {
    for (const button of list.querySelectorAll("button")) {
      const isChosen = chosen.some((one) => String(one.id) === button.dataset.picture)
      button.setAttribute("aria-pressed", String(isChosen))
    }
  }
  const choose = (found) => {
    const isChosen = chosen.some((one) => one.id === found.id)
    if (!multiple) chosen = [found]
    else if (isChosen) chosen = chosen.filter((one) => one.id !== found.id)
    else chosen = [...chosen, found]
    mark()
    onChoose?.(chosen)
  }
  const entry = (found) => {
    const name = found.caption || found.alt || labels.untitled
    const button = element(
      "button",
      { type: "button", "aria-pressed": "false", "data-picture": String(found.id), title: name },
      element("img", { src: found.thumbnail || found.url, alt: "", loading: "lazy" }),
      element("span", { textContent: name, dir: "auto" }),
    )
    button.addEventListener("click", () => choose(found))
    return element("li", {}, button)
  }
  const search = searchField({
    url: pickerUrl,
    isEmptyAsked: true,
    show(found) {
      list.replaceChildren(...found.map(entry))
      mark()
      status.textContent = found.length ? "" : labels.noPictures
    },
    fail() {
      list.replaceChildren()
      status.textContent = labels.pickerFailed
    },
  })

  const parts = [field(labels.searchPictures, search), status, list]
  if (uploadUrl) parts.push(field(labels.upload, uploadInput()))
  return { parts, chosen: () => chosen }

  function uploadInput() {
    const input = element("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif" })
    input.addEventListener("change", async () => {
      if (!input.files.length) return
      const form = new FormData()
      form.append("upload", input.files[0])
      form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "")
      status.textContent = labels.uploading
      try {
        const response = await fetch(uploadUrl, { method: "POST", body: form })
        const answer = await response.json()
        if (!response.ok) {
          status.textContent = answer.problem || labels.pickerFailed
          return
        }
        status.textContent = ""
        list.prepend(entry(answer))
        choose(answer)
      } catch {
        status.textContent = labels.pickerFailed
      } finally {
        input.value = ""
      }
    })
    return input
  }
}
