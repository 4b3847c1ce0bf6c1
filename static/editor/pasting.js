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

function readWordLists(body) {
  let list = null
  for (const paragraph of body.querySelectorAll("p")) {
    const isItem =
      WORD_ITEM.test(styleOf(paragraph)) || /^MsoListParagraph/.test(paragraph.className)
    if (!isItem) continue
    let marker = ""
    for (const span of paragraph.querySelectorAll("span")) {
      if (WORD_MARKER.test(styleOf(span))) {
        marker += span.textContent
        span.remove()
      }
    }
    const tag = NUMBERED.test(marker) ? "OL" : "UL"
    const item = paragraph.ownerDocument.createElement("li")
    item.append(...paragraph.childNodes)
    if (!list || list.tagName !== tag || paragraph.previousElementSibling !== list) {
      list = paragraph.ownerDocument.createElement(tag)
      paragraph.before(list)
    }
    list.append(item)
    paragraph.remove()
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
