/* Pasted HTML on its way into the editor. The schema drops what no story may hold; two things must
 * be read before that: what style attributes mean (the policy of the page keeps browsers from
 * reading them), and the lists that Word writes as paragraphs. */

const MEANINGS = [
  ["strong", /(?<![a-z-])font-weight\s*:\s*(bold|bolder|[6-9]00)\b/i],
  ["em", /(?<![a-z-])font-style\s*:\s*(italic|oblique)\b/i],
  ["s", /text-decoration[a-z-]*\s*:[^;]*line-through/i],
  ["sup", /vertical-align\s*:\s*super\b/i],
  ["sub", /vertical-align\s*:\s*sub\b/i],
]
const MEANINGLESS = {
  B: /(?<![a-z-])font-weight\s*:\s*(normal|[1-5]00)\b/i,
  STRONG: /(?<![a-z-])font-weight\s*:\s*(normal|[1-5]00)\b/i,
  I: /(?<![a-z-])font-style\s*:\s*normal\b/i,
  EM: /(?<![a-z-])font-style\s*:\s*normal\b/i,
}
const WORD_ITEM = /mso-list\s*:\s*(?!none|ignore)/i
const WORD_MARKER = /mso-list\s*:\s*ignore/i
const WORD_LEVEL = /mso-list\s*:[^;]*\blevel([1-9])/i
const WORD_REMARK = /mso-(special-character|element)\s*:\s*comment/i
const NUMBERED = /^\s*\(?(\d{1,4}|[a-z]{1,2}|[ivx]{1,6})[.)]/i

const styleOf = (element) => element.getAttribute("data-pasted-style") || ""

function wrapContent(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

function readStyles(body) {
  for (const element of body.querySelectorAll("[data-pasted-style]")) {
    const style = styleOf(element)
    if (MEANINGLESS[element.tagName]?.test(style)) {
      element.replaceWith(...element.childNodes)
    } else if (["SPAN", "FONT"].includes(element.tagName)) {
      for (const [tag, pattern] of MEANINGS) if (pattern.test(style)) wrapContent(element, tag)
    }
  }
}

/** Word writes list items as paragraphs, with their level in a style and their marker as text. */
function readWordLists(body) {
  let open = [] // lists that are open, outermost first: {list, level}
  let last = null
  for (const paragraph of body.querySelectorAll("p")) {
    const style = styleOf(paragraph)
    const isItem = WORD_ITEM.test(style) || /^MsoListParagraph/.test(paragraph.className)
    if (!isItem) continue
    let marker = ""
    for (const span of paragraph.querySelectorAll("span")) {
      if (WORD_MARKER.test(styleOf(span))) {
        marker += span.textContent
        span.remove()
      }
    }
    const tag = NUMBERED.test(marker) ? "ol" : "ul"
    const level = Number(WORD_LEVEL.exec(style)?.[1] || 1)
    const document = paragraph.ownerDocument
    if (!last || paragraph.previousElementSibling !== last) open = []
    while (open.length && open.at(-1).level > level) open.pop()
    if (open.at(-1)?.level === level && open.at(-1).list.localName !== tag) open.pop()
    if (!open.length || open.at(-1).level < level) {
      const list = document.createElement(tag)
      const outer = open.at(-1)?.list.lastElementChild
      if (outer) outer.append(list)
      else {
        paragraph.before(list)
        last = list
      }
      open.push({ list, level })
    }
    const item = document.createElement("li")
    item.append(...paragraph.childNodes)
    open.at(-1).list.append(item)
    paragraph.remove()
  }
}

/** Remarks of colleagues and changes that they proposed: what was struck out goes, what was put in
 * stays, and what somebody said about it is not part of the text. */
function dropRemarks(body) {
  const remarks = "del[cite], del[datetime], .MsoCommentReference, .msocomanchor"
  for (const gone of body.querySelectorAll(remarks)) gone.remove()
  for (const element of body.querySelectorAll("[data-pasted-style]")) {
    if (WORD_REMARK.test(styleOf(element))) element.remove()
  }
  for (const link of body.querySelectorAll('a[href^="#cmnt"], a[id^="cmnt"]')) {
    const reference = link.closest("sup") || link
    reference.remove()
  }
}

/** Links to other places of the same document lead nowhere here; Google sends links round by its
 * own address. */
function readLinks(body) {
  for (const link of body.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href")
    if (address.startsWith("#")) {
      link.replaceWith(...link.childNodes)
    } else if (/^https?:\/\/www\.google\.com\/url\?/i.test(address)) {
      const target = new URL(address).searchParams.get("q")
      if (/^https?:/i.test(target || "")) link.setAttribute("href", target)
    }
  }
}

/** Stories know three headings; the nearest one takes the place of the others. */
function readHeadings(body) {
  for (const heading of body.querySelectorAll("h1, h5, h6")) {
    const made = body.ownerDocument.createElement(heading.tagName === "H1" ? "h2" : "h4")
    made.append(...heading.childNodes)
    heading.replaceWith(made)
  }
}

/** Word writes the language of its spelling checker, Google Docs a direction, on everything. */
function dropNoise(body) {
  const isFromDocs = Boolean(body.querySelector('[id^="docs-internal-guid"]'))
  for (const element of body.querySelectorAll('[dir="ltr"]')) {
    if (isFromDocs) element.removeAttribute("dir")
  }
  for (const element of body.querySelectorAll('[class^="Mso"]')) {
    element.removeAttribute("dir")
    element.removeAttribute("lang")
  }
}

/** The pasted HTML with styles turned into tags and Word's paragraphs into lists. */
export function readPasted(html) {
  // Renamed in the text, before any browser reads it: parsing a style attribute or element under
  // a strict policy is refused and reported.
  const renamed = html
    .replace(/(<[^<>]*?\s)style(\s*=)/gi, "$1data-pasted-style$2")
    .replace(/<(\/?)style\b/gi, "<$1template")
  const { body } = new DOMParser().parseFromString(renamed, "text/html")
  for (const unread of body.querySelectorAll("template, script")) unread.remove()
  dropRemarks(body)
  readLinks(body)
  dropNoise(body)
  readHeadings(body)
  readWordLists(body)
  readStyles(body)
  for (const element of body.querySelectorAll("[data-pasted-style], [style]")) {
    element.removeAttribute("data-pasted-style")
    element.removeAttribute("style")
  }
  return body.innerHTML
}
