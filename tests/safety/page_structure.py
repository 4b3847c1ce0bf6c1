"""What a page must have for those who hear it or move by keyboard, read from its HTML (feature R7).

Axe in the browser finds much of it too, at a hundred times the price and not in an order: these
are the rules that a parser can tell, for every page that the client can get.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = set("area base br col embed hr img input link meta source track wbr".split())
FIELDS = {"input", "select", "textarea"}
UNSEEN = {"hidden", "submit", "button", "image", "reset"}
HEADINGS = [f"h{level}" for level in range(1, 7)]


@dataclass
class Element:
    tag: str
    given: dict[str, str]
    above: Element | None = None
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    @property
    def chain(self) -> list[Element]:
        """This element and all that it stands in."""
        return [self, *(self.above.chain if self.above else [])]

    def __str__(self) -> str:
        told = " ".join(f'{name}="{value}"' for name, value in self.given.items())
        return f"<{self.tag} {told}>"[:160]


@dataclass
class Page(HTMLParser):
    """A parsed page; `problems` says what is wrong with it."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.inside: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, self.inside[-1] if self.inside else None)
        self.elements.append(element)
        if tag == "img":
            self.handle_data(given.get("alt", ""))
        if tag not in VOID:
            self.inside.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.inside:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if element["id"]]

    @property
    def problems(self) -> list[str]:
        return [
            *self._headings(),
            *self._landmarks(),
            *self._names(),
            *self._references(),
            *self._errors(),
        ]

    def _headings(self) -> list[str]:
        levels = [int(one.tag[1]) for one in self.all(*HEADINGS)]
        empty = [f"empty heading {one}" for one in self.all(*HEADINGS) if not one.text.strip()]
        jumps = [f"h{up} is followed by h{to}" for up, to in pairwise(levels) if to > up + 1]
        first = [] if levels[:1] == [1] else [f"the first heading is h{levels[:1]}"]
        return empty + jumps + first + ([] if levels.count(1) == 1 else ["not one h1"])

    def _landmarks(self) -> list[str]:
        found = []
        root = self.all("html")[0]
        if not root["lang"] or root["dir"] not in {"ltr", "rtl"}:
            found.append("the page tells no language and direction")
        if len(self.all("main")) != 1 or not self.all("title")[0].text.strip():
            found.append("not one main, or no title")
        names = [one["aria-label"] or one["aria-labelledby"] for one in self.all("nav")]
        if len(set(names)) != len(names) or "" in names:
            found.append(f"navigation without a name of its own: {sorted(names)}")
        focusable = self.all("a", "button", "input", "select", "textarea", "summary")
        if focusable and focusable[0]["href"] not in {"#main", "/"}:  # "/": the static pages
            found.append(f"the first stop of the keyboard skips nothing: {focusable[0]}")
        found += [f"order by hand: {one}" for one in self.elements if one["tabindex"] > "0"]
        return found

    def _names(self) -> list[str]:
        labelled = {one["for"] for one in self.all("label")}
        found = [f"picture without alt: {one}" for one in self.all("img") if "alt" not in one.given]
        for one in self.all(*FIELDS):
            named = one["aria-label"] or one["aria-labelledby"] or one["id"] in labelled - {""}
            if one["type"] in UNSEEN or named or any(up.tag == "label" for up in one.chain):
                continue
            found.append(f"field without a label: {one}")
        found += [
            f"no name: {one}"
            for one in self.all("a", "button", "summary")
            if not (one.text.strip() or one["aria-label"]) and "hidden" not in one.given
        ]
        return found

    def _references(self) -> list[str]:
        ids = set(self.ids)
        found = [] if len(ids) == len(self.ids) else ["an id stands twice"]
        for one in self.elements:
            for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                lost = set(one[name].split()) - ids
                found += [f"{name} leads to nothing: {lost} of {one}"] if lost else []
        if sum("data-focus" in one.given for one in self.elements) > 1:
            found.append("two things want the focus")
        return found

    @property
    def has_summary(self) -> bool:
        return any("error-summary" in one["class"].split() for one in self.elements)

    def _errors(self) -> list[str]:
        ids = set(self.ids)
        found = [
            f"a summary leads to nothing: {one}"
            for one in self.all("a")
            if any("error-summary" in up["class"].split() for up in one.chain)
            and one["href"].removeprefix("#") not in ids
        ]
        found += [
            f"a wrong field does not say so: {one}"
            for one in self.all(*FIELDS)
            if "is-invalid" in one["class"].split()
            and not (
                one["aria-invalid"] == "true" and any(up["aria-describedby"] for up in one.chain)
            )
        ]
        return found
