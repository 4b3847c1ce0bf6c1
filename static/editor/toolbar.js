/* The row of buttons above the text: words and letters instead of icons, one stop of the Tab key,
 * arrow keys inside, states spoken (aria-pressed, aria-disabled). */

import { askForEmbed, askForLink, askForPicture, element } from "newsportal-editor/dialogs"

const mark = (name, text, key) => ({
  key,
  text,
  needs: name,
  isOn: (editor) => editor.isActive(name),
  can: (editor) => editor.can().toggleMark(name),
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
})

const inTable = (editor) => editor.isActive("table")
const tableAct = (command, text, key) => ({
  key,
  text,
  needs: "table",
  isShown: inTable,
  run: (editor) => editor.chain().focus()[command]().run(),
})

/** The buttons in groups. `needs` names the mark or node of the schema without which there is no
 * button; `key` its label in config.labels. */
const groups = (config) => [
  [
    mark("bold", "B", "bold"),
    mark("italic", "I", "italic"),
    mark("strike", "S", "strike"),
    mark("subscript", "x₂", "subscript"),
    mark("superscript", "x²", "superscript"),
    mark("code", "</>", "code"),
  ],
  [
    {
      key: "link",
      needs: "link",
      isOn: (editor) => editor.isActive("link"),
      run: (editor) => editLink(editor, config),
    },
    {
      key: "unlink",
      needs: "link",
      isShown: (editor) => editor.isActive("link"),
      run: (editor) => editor.chain().focus().extendMarkRange("link").unsetLink().run(),
    },
  ],
  [
    {
      key: "bulletList",
      needs: "bulletList",
      isOn: (editor) => editor.isActive("bulletList"),
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      key: "orderedList",
      needs: "orderedList",
      isOn: (editor) => editor.isActive("orderedList"),
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      key: "quote",
      needs: "blockquote",
      isOn: (editor) => editor.isActive("blockquote", { pull: false }),
      run: (editor) => editor.chain().focus().turnQuote().run(),
    },
    {
      key: "pullQuote",
      needs: "blockquote",
      isOn: (editor) => editor.isActive("blockquote", { pull: true }),
      run: (editor) => editor.chain().focus().turnPullQuote().run(),
    },
  ],
  [
    {
      key: "picture",
      needs: "picture",
      isOn: (editor) => editor.isActive("picture"),
      run: (editor) => editPicture(editor, config),
    },
    {
      key: "table",
      needs: "table",
      isShown: (editor) => !inTable(editor),
      run: (editor) =>
        editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    },
    {
      key: "embed",
      needs: "embed",
      run: async (editor) => {
        const answer = await askForEmbed(config)
        editor.commands.focus()
        if (answer) editor.commands.setEmbed(answer.address, answer.label)
      },
    },
    {
      key: "rule",
      needs: "horizontalRule",
      run: (editor) => editor.chain().focus().setHorizontalRule().run(),
    },
  ],
  [
    tableAct("addRowAfter", null, "addRow"),
    tableAct("deleteRow", null, "deleteRow"),
    tableAct("addColumnAfter", null, "addColumn"),
    tableAct("deleteColumn", null, "deleteColumn"),
    tableAct("toggleHeaderRow", null, "headerRow"),
    tableAct("mergeOrSplit", null, "mergeCells"),
    tableAct("deleteTable", null, "deleteTable"),
  ],
  [
    {
      key: "undo",
      can: (editor) => editor.can().undo(),
      run: (editor) => editor.chain().focus().undo().run(),
    },
    {
      key: "redo",
      can: (editor) => editor.can().redo(),
      run: (editor) => editor.chain().focus().redo().run(),
    },
  ],
]

/** Links what is selected; without a selection the title of the story, or the address, comes in. */
async function editLink(editor, config) {
  const { href, rel } = editor.getAttributes("link")
  const answer = await askForLink({ ...config, href: href || "", rel: rel || "" })
  const chain = editor.chain().focus()
  if (!answer) return chain.run()
  const { title, ...attrs } = answer
  if (!attrs.href) return chain.extendMarkRange("link").unsetMark("link").run()
  if (!href && editor.state.selection.empty) {
    const text = title || attrs.href
    return chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs }] }).run()
  }
  return chain.extendMarkRange("link").setMark("link", attrs).run()
}

async function editPicture(editor, config) {
  const picture = editor.isActive("picture") ? editor.getAttributes("picture") : null
  const answer = await askForPicture({ ...config, picture })
  editor.commands.focus()
  if (answer) editor.commands.setPicture(answer.picture, answer.caption)
}

/** The choice of paragraph style: text or a heading. */
function styleChoice(editor, config) {
  const choice = element(
    "select",
    { "aria-label": config.labels.style, className: "story-editor-style" },
    element("option", { value: "0", textContent: config.labels.text }),
    ...config.headings.map((level, index) =>
      element("option", { value: String(level), textContent: config.labels.headings[index] }),
    ),
  )
  choice.addEventListener("change", () => {
    const level = Number(choice.value)
    const chain = editor.chain().focus()
    if (level) chain.setHeading({ level }).run()
    else chain.setParagraph().run()
  })
  const update = () => {
    const level = config.headings.find((each) => editor.isActive("heading", { level: each }))
    choice.value = String(level || 0)
  }
  return [choice, update]
}

function buttonFor(item, editor, config) {
  const label = config.labels[item.key]
  const shortcut = config.shortcuts[item.key]
  const button = element("button", {
    type: "button",
    className: `story-editor-button story-editor-button-${item.key}`,
    textContent: item.text || label,
    title: shortcut ? `${label} (${shortcut})` : label,
    tabIndex: -1,
  })
  if (item.text) button.setAttribute("aria-label", label)
  if (shortcut) button.setAttribute("aria-keyshortcuts", shortcut.replace("Ctrl", "Control"))
  button.addEventListener("mousedown", (event) => event.preventDefault()) // keep the selection
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") item.run(editor)
  })
  const update = () => {
    if (item.isOn) button.setAttribute("aria-pressed", String(item.isOn(editor)))
    if (item.can) button.setAttribute("aria-disabled", String(!item.can(editor)))
    if (item.isShown) button.hidden = !item.isShown(editor)
  }
  return [button, update]
}

/** Arrow keys, Home and End move between the visible controls; Tab leaves. */
function moveByKeys(toolbar) {
  const controls = () =>
    [...toolbar.querySelectorAll("button, select")].filter((control) => !control.hidden)
  toolbar.addEventListener("focusin", (event) => {
    for (const control of toolbar.querySelectorAll("button, select")) {
      control.tabIndex = control === event.target ? 0 : -1
    }
  })
  toolbar.addEventListener("keydown", (event) => {
    const all = controls()
    const at = all.indexOf(event.target)
    const forward = getComputedStyle(toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight"
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"
    const next = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (next === undefined || at < 0) return
    event.preventDefault()
    all[(next + all.length) % all.length].focus()
  })
}

/** Makes the toolbar of an editor and keeps it up to date. */
export function makeToolbar(editor, config) {
  const toolbar = element("div", {
    className: "story-editor-toolbar",
    role: "toolbar",
    "aria-label": config.labels.toolbar,
  })
  const updates = []
  if (config.headings.length) {
    const [choice, update] = styleChoice(editor, config)
    toolbar.append(choice)
    updates.push(update)
  }
  const { marks, nodes } = editor.schema
  for (const items of groups(config)) {
    const group = element("div", { className: "story-editor-group", role: "group" })
    for (const item of items) {
      if (item.needs && !marks[item.needs] && !nodes[item.needs]) continue
      const [button, update] = buttonFor(item, editor, config)
      group.append(button)
      updates.push(update)
    }
    if (group.children.length) toolbar.append(group)
  }
  moveByKeys(toolbar)
  const update = () => {
    for (const each of updates) each()
  }
  update()
  toolbar.querySelector("button, select").tabIndex = 0
  editor.on("transaction", update)
  return toolbar
}

/** Keys that open a dialog (the marks bring their own). */
export function dialogKeys(editor, config) {
  return (_view, event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return false
    event.preventDefault()
    editLink(editor(), config)
    return true
  }
}
