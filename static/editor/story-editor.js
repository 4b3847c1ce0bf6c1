/* Turns each <textarea data-story-editor="{…}"> into an editor. The textarea stays what the form
 * sends; without this script, or if it fails, it is a plain field of HTML. */

import * as library from "django-prose-editor/editor"
import { element } from "newsportal-editor/dialogs"
import * as ours from "newsportal-editor/nodes"
import { readPasted } from "newsportal-editor/pasting"
import { dialogKeys, makeToolbar } from "newsportal-editor/toolbar"

const ATTRIBUTE = "data-story-editor"

/** Always there: the document itself and what makes an editor one. */
const BASE = ["Document", "Text", "Dropcursor", "Gapcursor", "History"]

function extensionsFor(config) {
  const available = { ...library, ...ours }
  const options = {
    Heading: { levels: config.headings },
    Picture: { prefixes: config.imagePrefixes },
    StoryLink: { protocols: config.schemes, linkOnPaste: true },
    Kept: { types: config.directed },
    StoryTable: { resizable: false },
  }
  return [...BASE, ...config.extensions].map((name) =>
    options[name] ? available[name].configure(options[name]) : available[name],
  )
}

/** Nothing but one empty block is no text. */
const htmlOf = (editor) => (editor.isEmpty ? "" : editor.getHTML())

function startEditor(textarea) {
  const config = JSON.parse(textarea.getAttribute(ATTRIBUTE))
  const label = textarea.labels?.[0]
  if (label && !label.id) label.id = `${textarea.id}_label`
  const content = element("div", { className: "story-editor-content" })
  const frame = element("div", { className: "story-editor" }, content)
  let editor = null
  editor = new library.Editor({
    element: content,
    injectCSS: false, // the styles are in story-editor.css: the policy allows no style element
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: extensionsFor(config),
    content: textarea.value,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": config.labels.body }),
        ...(textarea.lang ? { lang: textarea.lang } : {}),
      },
      transformPastedHTML: readPasted,
      handleKeyDown: dialogKeys(() => editor, config),
    },
    onUpdate() {
      textarea.value = htmlOf(editor)
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  const toolbar = makeToolbar(editor, config)
  toolbar.append(sourceSwitch(textarea, editor, content, config))
  frame.prepend(toolbar)
  textarea.before(frame)
  textarea.hidden = true
  label?.addEventListener("click", () => {
    if (textarea.hidden) editor.commands.focus()
  })
  frame.dispatchEvent(new CustomEvent("story-editor:ready", { bubbles: true, detail: { editor } }))
}

/** A button that shows the HTML instead, for what no button does. */
function sourceSwitch(textarea, editor, content, config) {
  const button = element("button", {
    type: "button",
    className: "story-editor-button story-editor-button-source",
    textContent: "HTML",
    title: config.labels.source,
    "aria-label": config.labels.source,
    "aria-pressed": "false",
    tabIndex: -1,
  })
  button.addEventListener("click", () => {
    const toSource = textarea.hidden
    if (!toSource) editor.commands.setContent(textarea.value, { emitUpdate: true })
    textarea.hidden = !toSource
    content.hidden = toSource
    button.setAttribute("aria-pressed", String(toSource))
    if (toSource) textarea.focus()
    else editor.commands.focus()
  })
  return button
}

function startIn(container) {
  for (const textarea of container.querySelectorAll(`textarea[${ATTRIBUTE}]`)) {
    const isTemplate = textarea.id.includes("__prefix__") // of a form set, never shown
    const isStarted = textarea.previousElementSibling?.classList.contains("story-editor")
    if (!isTemplate && !isStarted) startEditor(textarea)
  }
}

startIn(document)
document.addEventListener("formset:added", (event) => startIn(event.target))
