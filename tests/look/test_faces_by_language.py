"""A language has its face and its line on a page of any other (feature R12)."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Headlines and words in a frame of the page's own language, and in others.
WORDS = """<main><h1>…</h1><article lang="ar"><h2 class="card-headline">…</h2><p>…</p></article>
<article lang="en"><h2 class="card-headline">…</h2><p>…</p><p lang="ko">…</p></article></main>"""
#: Lines of a headline, in sizes of its letters: at least so tall for Arabic, at most for Latin.
TALL, LATIN = 1.4, 1.25
FIRST = "el => getComputedStyle(el).fontFamily.split(',')[0].replaceAll('\"', '')"
LINE = (
    "el => parseFloat(getComputedStyle(el).lineHeight) / parseFloat(getComputedStyle(el).fontSize)"
)


@pytest.mark.parametrize(
    ("language", "own"), [("en", "Source Serif 4"), ("ar", "Noto Naskh Arabic")]
)
def test_a_language_keeps_its_face_and_its_line_on_a_page_of_another(
    reader: Page, bodies: dict[str, str], language: str, own: str
) -> None:
    bodies["/"] = WORDS
    reader.goto("/")
    reader.evaluate("language => { document.documentElement.lang = language }", language)
    faces = {
        "h1": own,
        "article[lang=ar] p": "Noto Naskh Arabic",
        "[lang=en] > p": "Source Serif 4",
        "[lang=ko]": "Noto Serif KR",
    }
    assert {place: reader.eval_on_selector(place, FIRST) for place in faces} == faces
    assert reader.eval_on_selector("article[lang=ar] h2", LINE) > TALL
    assert reader.eval_on_selector("article[lang=en] h2", LINE) < LATIN
