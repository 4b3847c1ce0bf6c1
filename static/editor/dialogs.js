/* The questions that the editor asks: where a link leads, which picture, which embed.
 * Native dialogs with plain forms; every word comes from the server (articles/editor.py). */

const SEARCH_DELAY = 250 // milliseconds after the last key

/** An element with properties, attributes (aria-*, data-*, role) and children. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (/^(aria-|data-|role$)/.test(name)) made.setAttribute(name, value)
    else made[name] = value
  }
  made.append(...children)
  return made
}

let lastId = 0

function field(label, input) {
  input.id = `story-editor-field-${++lastId}`
  return element(
    "div",
    { className: "story-editor-field" },
    element("label", { htmlFor: input.id, textContent: label }),
    input,
  )
}

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

/** Asks for a link; resolves to {href, rel} ("" removes it) or null. */
export function askForLink({ labels, schemes, href = "", rel = "" }) {
  const address = element("input", { type: "text", value: href, inputMode: "url", autocomplete: "off" })
  const paid = element("input", { type: "checkbox", checked: /\bsponsored\b/.test(rel) })
  return ask({
    title: labels.link,
    labels,
    submit: labels.apply,
    body: [field(labels.address, address), field(labels.paid, paid)],
    read() {
      const target = allowedAddress(address.value, schemes)
      if (target === null) return { problem: labels.addressRefused }
      return { href: target, rel: paid.checked ? "sponsored" : null }
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

/** Asks for a picture of the library; resolves to {picture, caption} or null.
 * The picker answers GET <pickerUrl>?q=… with [{id, url, alt, caption, credit, width, height}]. */
export function askForPicture({ labels, pickerUrl, uploadUrl, picture = null }) {
  let chosen = picture
  const search = element("input", { type: "search", autocomplete: "off" })
  const list = element("ul", { className: "story-editor-pictures" })
  const status = element("p", { role: "status", className: "story-editor-status" })
  const preview = element("img", { alt: "", className: "story-editor-preview", hidden: true })
  const alt = element("textarea", { rows: 2, value: picture?.alt || "" })
  const caption = element("textarea", { rows: 2 })
  const captionField = field(labels.caption, caption)
  captionField.hidden = Boolean(picture) // an existing caption is edited in the story

  const choose = (found, button) => {
    chosen = {
      src: found.url,
      alt: found.alt,
      width: found.width,
      height: found.height,
      image: found.id,
    }
    alt.value = found.alt || ""
    caption.value = [found.caption, found.credit].filter(Boolean).join(" ")
    for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", "false")
    button.setAttribute("aria-pressed", "true")
    showChosen()
  }
  const showChosen = () => {
    preview.hidden = !chosen
    if (chosen) preview.src = chosen.src
  }
  const entry = (found) => {
    const name = found.caption || found.alt || labels.untitled
    const button = element(
      "button",
      { type: "button", "aria-pressed": "false", title: name },
      element("img", { src: found.thumbnail || found.url, alt: "", loading: "lazy" }),
      element("span", { textContent: name }),
    )
    button.addEventListener("click", () => choose(found, button))
    return element("li", {}, button)
  }

  let asked = 0
  const find = async () => {
    const turn = ++asked
    const url = new URL(pickerUrl, window.location.href)
    url.searchParams.set("q", search.value.trim())
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } })
      if (!response.ok) throw new Error(String(response.status))
      const found = await response.json()
      if (turn !== asked) return // a later search is on its way
      list.replaceChildren(...found.map(entry))
      status.textContent = found.length ? "" : labels.noPictures
    } catch {
      if (turn !== asked) return
      list.replaceChildren()
      status.textContent = labels.pickerFailed
    }
  }
  let timer
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(find, SEARCH_DELAY)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault() // searches, and does not insert
    clearTimeout(timer)
    find()
  })

  const body = [field(labels.searchPictures, search), status, list]
  if (uploadUrl) {
    const upload = element("a", { href: uploadUrl, target: "_blank", textContent: labels.upload })
    body.push(element("p", {}, upload))
  }
  body.push(preview, field(labels.alt, alt), captionField)
  showChosen()
  find()
  return ask({
    title: labels.picture,
    labels,
    submit: picture ? labels.apply : labels.insert,
    body,
    read() {
      if (!chosen) return { problem: labels.choosePicture }
      return {
        picture: { ...chosen, alt: alt.value.trim() },
        caption: caption.value.trim(),
      }
    },
  })
}
