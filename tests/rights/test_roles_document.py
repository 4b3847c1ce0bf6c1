"""Feature E5: the document of roles says what `newsportal.roles` says."""

from __future__ import annotations

import os

import pytest

from newsportal import roles
from tests.rights.roles_document import BEGIN, DOCUMENT, END, table

pytestmark = pytest.mark.django_db


def test_the_document_has_the_table_of_roles_as_it_is():
    before, _begin, rest = DOCUMENT.read_text().partition(BEGIN)
    told, _end, after = rest.partition(END)
    if os.environ.get("WRITE_DOCS"):
        DOCUMENT.write_text(f"{before}{BEGIN}{table()}{END}{after}")
        return

    assert told == table(), "Run this test once with WRITE_DOCS=1 and read what it wrote."


def test_the_document_explains_every_role():
    text = DOCUMENT.read_text()
    for name, meaning in roles.MEANINGS.items():
        assert f"**{name}**" in text
        assert str(meaning) in text
