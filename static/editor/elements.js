/* What the editor's dialogs are made of. */

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

/** A labelled field of a dialog. */
export function field(label, input) {
  input.id = `story-editor-field-${++lastId}`
  return element(
    "div",
    { className: "story-editor-field" },
    element("label", { htmlFor: input.id, textContent: label }),
    input,
  )
}

/** A search field that asks GET <url>?q=… while one types; `show` gets the JSON of the last answer.
 * `isEmptyAsked`: whether it asks at once, without a word. */
export function searchField({ url, isEmptyAsked, show, fail }) {
  const search = element("input", { type: "search", autocomplete: "off" })
  let asked = 0
  const find = async () => {
    const turn = ++asked
    const words = search.value.trim()
    if (!words && !isEmptyAsked) return show([])
    const address = new URL(url, window.location.href)
    address.searchParams.set("q", words)
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } })
      if (!response.ok) throw new Error(String(response.status))
      const found = await response.json()
      if (turn === asked) show(found) // else a later search is on its way
    } catch {
      if (turn === asked) fail()
    }
  }
  let timer
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(find, SEARCH_DELAY)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault() // searches, and does not submit the dialog
    clearTimeout(timer)
    find()
  })
  if (isEmptyAsked) find()
  return search
}
