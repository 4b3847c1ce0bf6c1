"""House rule 21: no inline script, style element or style attribute in our HTML."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import templates

FORBIDDEN = {
    "a script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
    "a style element": re.compile(r"<style\b"),
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str):
    found = [path for path, text in templates() if FORBIDDEN[what].search(text)]

    assert found == []


def test_every_htmx_attribute_stands_beside_a_real_way():
    """House rule 10: without script the same element leads there by href or form."""
    tag = re.compile(r"<(\w+)([^>]*\bhx-(?:get|post)=[^>]*)>")
    lonely = [
        f"{path}: <{match[1]}>"
        for path, text in templates()
        for match in tag.finditer(text)
        if not re.search(r"\b(?:href|action|formaction)=", match[2])
    ]

    assert lonely == []
