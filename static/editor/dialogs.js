/* The questions that the editor asks: where a link leads, which picture, which embed.
 * Native dialogs with plain forms; every word comes from the server (articles/editor.py). */

import { element, field, searchField } from "newsportal-editor/elements"
import { pictureLibrary } from "newsportal-editor/library"

export { element }

/** Shows a form in a dialog; resolves to what `read` returns on submission, else to null.
 * `read` may return {problem: sentence} to keep the dialog open. */
function ask({ title, labels, body, submit, read }) {
  return new Promise((resolve) => {
    const problem = element("p", { className: "story-editor-problem", role: "alert", hidden: true })
    const form = element(
      "form",
      { method: "dialog", noValidate: true },
      element("h2", { textContent: title }),
      ...body,
      problem,
      element(
        "div",
        { className: "story-editor-actions" },
        element("button", { type: "submit", textContent: submit }),
        element("button", { type: "button", textContent: labels.cancel, onclick: () => close(null) }),
      ),
    )
    const dialog = element("dialog", { className: "story-editor-dialog", "aria-label": title }, form)
    const close = (result) => {
      dialog.close() // gives the focus back to where it was
      dialog.remove()
      resolve(result)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const result = read()
      problem.hidden = !result?.problem
      problem.textContent = result?.problem || ""
      if (!result?.problem) close(result)
    })
    dialog.addEventListener("close", () => close(null)) // by the Escape key
    document.body.append(dialog)
    dialog.showModal()
  })
}

/** The address as it will be stored, or null if the schemes do not allow it. */
function allowedAddress(text, schemes) {
  const typed = text.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(typed)
  if (scheme) return schemes.includes(scheme[1].toLowerCase()) ? typed : null
  if (/^[^\s/@?#]+@[^\s/@]+\.[a-z]+$/i.test(typed)) return `mailto:${typed}`
  if (/^([a-z0-9-]+\.)+[a-z]{2,}([/?#]|$)/i.test(typed)) return `https://${typed}`
  return typed
}

/** Asks for a link; resolves to {href, rel, title} ("" removes it) or null; `title` is that of a
 * story of ours.
 * Our own stories are found by words: GET <linksUrl>?q=… answers [{url, title, note}]. */
export function askForLink({ labels, schemes, linksUrl, href = "", rel = "" }) {
  const address = element("input", { type: "text", value: href, inputMode: "url", autocomplete: "off" })
  const paid = element("input", { type: "checkbox", checked: /\bsponsored\b/.test(rel) })
  const list = element("ul", { className: "story-editor-stories" })
  let chosen = null
  const status = element("p", { role: "status", className: "story-editor-status" })
  const entry = ({ url, title, note }) => {
    const button = element(
      "button",
      { type: "button", "aria-pressed": "false" },
      element("span", { textContent: title, dir: "auto" }),
      element("small", { textContent: note }),
    )
    button.addEventListener("click", () => {
      address.value = url
      chosen = { url, title }
      paid.checked = false
      for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", "false")
      button.setAttribute("aria-pressed", "true")
    })
    return element("li", {}, button)
  }
  const search = searchField({
    url: linksUrl,
    isEmptyAsked: false,
    show(found) {
      list.replaceChildren(...found.map(entry))
      status.textContent = found.length ? "" : labels.noStories
    },
    fail() {
      list.replaceChildren()
      status.textContent = labels.searchFailed
    },
  })
  return ask({
    title: labels.link,
    labels,
    submit: labels.apply,
    body: [
      field(labels.address, address),
      field(labels.paid, paid),
      ...(linksUrl ? [field(labels.searchStories, search), status, list] : []),
    ],
    read() {
      const target = allowedAddress(address.value, schemes)
      if (target === null) return { problem: labels.addressRefused }
      const title = chosen?.url === target ? chosen.title : ""
      return { href: target, rel: paid.checked ? "sponsored" : null, title }
    },
  })
}

/** Asks for an embed; resolves to {address, label} or null. */
export function askForEmbed({ labels, embedHosts }) {
  const address = element("input", { type: "url", autocomplete: "off" })
  const label = element("input", { type: "text" })
  return ask({
    title: labels.embed,
    labels,
    submit: labels.insert,
    body: [
      element("p", { textContent: `${labels.embedHelp} ${embedHosts.join(", ")}` }),
      field(labels.address, address),
      field(labels.embedLabel, label),
    ],
    read() {
      let url
      try {
        url = new URL(address.value.trim())
      } catch {
        return { problem: labels.addressRefused }
      }
      const isKnown = embedHosts.some(
        (host) => url.hostname === host || url.hostname.endsWith(`.${host}`),
      )
      if (!isKnown || !/^https?:$/.test(url.protocol)) return { problem: labels.embedRefused }
      return { address: url.href, label: label.value.trim() }
    },
  })
}

/** Asks for a picture of the library; resolves to {picture, caption} or null. */
export function askForPicture({ labels, picture = null, ...config }) {
  const preview = element("img", { alt: "", className: "story-editor-preview", hidden: true })
  const alt = element("textarea", { rows: 2, value: picture?.alt || "", dir: "auto" })
  const caption = element("textarea", { rows: 2, dir: "auto" })
  const credit = element("p", { className: "story-editor-help" })
  const captionField = field(labels.caption, caption)
  captionField.hidden = Boolean(picture) // an existing caption is edited in the story

  let chosen = picture
  const show = () => {
    preview.hidden = !chosen
    if (chosen) preview.src = chosen.src
  }
  const library = pictureLibrary({
    labels,
    ...config,
    onChoose([found]) {
      if (!found) return
      const { url: src, width, height, id: image } = found
      chosen = { src, alt: found.alt, width, height, image }
      alt.value = found.alt || ""
      caption.value = found.caption || ""
      credit.textContent = found.credit ? `${labels.creditAdded} ${found.credit}` : ""
      show()
    },
  })
  show()
  return ask({
    title: labels.picture,
    labels,
    submit: picture ? labels.apply : labels.insert,
    body: [...library.parts, preview, field(labels.alt, alt), captionField, credit],
    read() {
      if (!chosen) return { problem: labels.choosePicture }
      return {
        picture: { ...chosen, alt: alt.value.trim() },
        caption: caption.value.trim(),
      }
    },
  })
}

/** Asks for one or several pictures of the library; resolves to what the picker told of them. */
export function askForPictures({ labels, title, multiple, ...config }) {
  const library = pictureLibrary({ labels, multiple, ...config })
  return ask({
    title,
    labels,
    submit: labels.apply,
    body: library.parts,
    read: () => (library.chosen().length ? library.chosen() : { problem: labels.choosePicture }),
  })
}
