/* What a story may hold beyond the plain blocks, as nodes of the editor. The server sends the
 * names of the extensions that its allow-list needs (articles/editor.py); every HTML shape here is
 * one that articles/markup.py stores, so that what is stored can be edited and kept. */

import {
  Blockquote,
  Code,
  CodeBlock,
  Extension,
  Link,
  Node,
  OrderedList,
  Table,
  mergeAttributes,
} from "django-prose-editor/editor"

/** A quotation, or with `pull` a sentence lifted out of the story. */
const Quote = Blockquote.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      pull: {
        default: false,
        parseHTML: (element) => element.classList.contains("pull"),
        renderHTML: ({ pull }) => (pull ? { class: "pull" } : {}),
      },
    }
  },

  addCommands() {
    const turn =
      (pull) =>
      () =>
      ({ commands, editor }) => {
        if (editor.isActive("blockquote", { pull })) return commands.lift("blockquote")
        if (editor.isActive("blockquote")) return commands.updateAttributes("blockquote", { pull })
        return commands.wrapIn("blockquote", { pull })
      }
    return { ...this.parent?.(), turnQuote: turn(false), turnPullQuote: turn(true) }
  },

  // The library's own key, Shift+B, is taken by strong text.
  addKeyboardShortcuts: () => ({ "Mod-Shift-9": ({ editor }) => editor.commands.turnQuote() }),
})

/** Text as typed, spaces and line ends included: a poem, a table of results, code. */
const Preformatted = CodeBlock.extend({
  addAttributes: () => ({}),
  renderHTML: ({ HTMLAttributes }) => ["pre", HTMLAttributes, 0],
})

/** Code may stand in a link or be emphasised. */
const InlineCode = Code.extend({ excludes: "" })

/** Links by dialog and on paste of an address; only the schemes of the allow-list. */
const StoryLink = Link.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      openOnClick: false,
      autolink: false,
      schemes: [],
      HTMLAttributes: { target: null, rel: null, class: null },
    }
  },
  addAttributes: () => ({ href: { default: null }, rel: { default: null } }),
  addKeyboardShortcuts: () => ({}),
})

/** A picture of our own library; others are left out when pasted. */
const Picture = Node.create({
  name: "picture",
  atom: true,
  draggable: false,

  addOptions: () => ({ prefixes: [] }),

  addAttributes: () => ({
    src: {},
    alt: { default: "" },
    width: { default: null },
    height: { default: null },
    image: {
      default: null,
      parseHTML: (element) => element.getAttribute("data-image"),
      renderHTML: ({ image }) => (image ? { "data-image": image } : {}),
    },
  }),

  parseHTML() {
    const isOurs = (element) =>
      this.options.prefixes.some((prefix) => element.getAttribute("src").startsWith(prefix))
    return [{ tag: "img[src]", getAttrs: (element) => (isOurs(element) ? null : false) }]
  },

  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
})

/** A picture or table with its caption. An empty caption is not stored. */
const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "(picture | table) caption",
  isolating: true,
  draggable: true,

  parseHTML() {
    const framed = ":scope > img, :scope > a > img, :scope > table"
    return [
      {
        tag: "figure:not([data-embed])",
        getAttrs: (element) => (element.querySelector(framed) ? null : false),
      },
    ]
  },

  renderHTML: () => ["figure", 0],

  addCommands() {
    return {
      /** Inserts a picture ({src, alt, width, height, image}) or replaces the selected one. */
      setPicture:
        (attributes, caption) =>
        ({ commands, editor }) => {
          if (editor.isActive("picture")) return commands.updateAttributes("picture", attributes)
          const text = caption ? [{ type: "text", text: caption }] : []
          return commands.insertContent({
            type: "figure",
            content: [
              { type: "picture", attrs: attributes },
              { type: "caption", content: text },
            ],
          })
        },
    }
  },
})

const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],

  addKeyboardShortcuts() {
    return {
      // Out of the caption, into a new paragraph below the figure.
      Enter: ({ editor }) => {
        if (!editor.isActive("caption") && !editor.isActive("embed")) return false
        const { $from } = editor.state.selection
        const depth = editor.isActive("caption") ? $from.depth - 1 : $from.depth
        return editor
          .chain()
          .insertContentAt($from.after(depth), { type: "paragraph" })
          .focus($from.after(depth) + 1)
          .run()
      },
    }
  },
})

/** Something of another site, shown there as a plain link until the reader asks for it. */
const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,

  addAttributes: () => ({
    address: {
      parseHTML: (element) => element.getAttribute("data-embed"),
      renderHTML: ({ address }) => ({ class: "embed", "data-embed": address }),
    },
    label: {
      default: "",
      parseHTML: (element) => element.querySelector("a")?.textContent || "",
      rendered: false,
    },
  }),

  parseHTML: () => [
    {
      tag: "figure[data-embed]",
      priority: 60,
      contentElement: (element) =>
        element.querySelector("figcaption") || document.createElement("figcaption"),
    },
  ],

  renderHTML: ({ node, HTMLAttributes }) => [
    "figure",
    HTMLAttributes,
    [
      "a",
      { href: node.attrs.address, contenteditable: "false" },
      node.attrs.label || node.attrs.address,
    ],
    ["figcaption", 0],
  ],

  addCommands() {
    return {
      setEmbed:
        (address, label) =>
        ({ commands }) =>
          commands.insertContent({ type: "embed", attrs: { address, label } }),
    }
  },
})

/** Tables take their direction and language with them, not their widths. */
const StoryTable = Table.extend({
  renderHTML: ({ HTMLAttributes }) => [
    "table",
    mergeAttributes(HTMLAttributes, { style: null }),
    ["tbody", 0],
  ],
})

/** Numbered lists that begin elsewhere than at 1. */
const NumberedList = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => Number.parseInt(element.getAttribute("start"), 10) || 1,
      renderHTML: ({ start }) => (start === 1 ? {} : { start }),
    },
  }),
})

/** Direction and language of blocks, and the scope of headings in tables, come and go unchanged. */
const Kept = Extension.create({
  name: "kept",
  addOptions: () => ({ types: [] }),
  addGlobalAttributes() {
    const kept = (name) => ({
      [name]: {
        default: null,
        renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
      },
    })
    return [
      { types: this.options.types, attributes: { ...kept("dir"), ...kept("lang") } },
      { types: ["tableHeader"], attributes: kept("scope") },
    ]
  },
})

export {
  Caption,
  Embed,
  Figure,
  InlineCode,
  Kept,
  NumberedList,
  Picture,
  Preformatted,
  Quote,
  StoryLink,
  StoryTable,
}
