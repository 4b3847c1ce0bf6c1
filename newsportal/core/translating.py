"""The catalogs of translations: read from the source, completed by people, compiled.

A catalog `newsportal/locale/<language>/LC_MESSAGES/django.po` holds every text of the source in the
order of the files; the compiled `django.mo` stands beside it in the repository, so that a bare
machine needs no tool to speak. Babel reads, writes and compiles them: it comes with the development
environment, while GNU gettext, which Django's own command needs, would have to be installed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template

#: Folders with texts, and parts of paths that hold none.
SOURCES = ("articles", "comments", "newsportal", "templates")
LEFT_OUT = {"migrations", "locale", "__pycache__"}

#: Functions whose arguments are texts, and which of their arguments; “c” is the context.
FUNCTIONS: Mapping[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: Comments that are meant for translators.
FOR_TRANSLATORS = ("Translators:",)
#: What a text leaves open: %(name)s, %s, {name}.
OPEN_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")

WIDTH = 100


class _Timeless(Catalog):
    """A catalog whose bytes depend on its texts alone, not on the hour or on Babel's version."""

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def languages() -> list[str]:
    """The languages that need a catalog: all that are shipped but the one of the source."""
    return [code for code, _name in settings.LANGUAGES if code != "en"]


def folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def po_path(language: str) -> Path:
    return folder() / language / "LC_MESSAGES" / "django.po"


def texts() -> Catalog:
    """Every text that the source marks as translatable, in the order of the files.

    Raises:
        ValueError: a text stands both with a plural and without. A catalog takes them for one, and
            a language without plurals could then say the number nowhere: give one a context.
    """
    found = Catalog(charset="utf-8")
    counted: dict[tuple[str | None, str], bool] = {}
    for path in _files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for text, comments, context in _texts_of(path):
            key, has_plural = (context, _forms(text)[0]), not isinstance(text, str)
            if counted.setdefault(key, has_plural) != has_plural:
                raise ValueError(f"{name}: “{key[1]}” stands with a plural and without one.")
            found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def update(language: str) -> Catalog:
    """Bring a language's catalog to the texts of the source, and compile it.

    What was translated stays; texts that are gone go, new ones stand there without a translation.
    Nothing is guessed from a similar text: a wrong translation is worse than none.
    """
    catalog = read(language)
    catalog.update(texts(), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_written(catalog))
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def read(language: str) -> Catalog:
    """The catalog of a language as it stands in the repository; an empty one if there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="newsportal")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """What Django reads; a text without a translation is left out and shown in English."""
    bare = _Timeless(locale=catalog.locale, charset="utf-8")
    for message in catalog:
        if message.id:
            bare.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, bare)
    return buffer.getvalue()


def problems(language: str) -> Iterator[str]:
    """What keeps a language from being complete, one sentence each."""
    catalog, source = read(language), texts()
    known = {_key(message) for message in catalog if message.id}
    wanted = {_key(message) for message in source if message.id}
    yield from (f"{key} is not in the catalog: run makemessages." for key in wanted - known)
    yield from (f"{key} is gone from the source: run makemessages." for key in known - wanted)
    for message in catalog:
        if message.id:
            yield from (f"{_key(message)} {fault}" for fault in _faults(message, catalog))
    mo = po_path(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalog):
        yield f"{mo.name} was not compiled from this catalog: run makemessages."


def is_translated(message: Message, catalog: Catalog) -> bool:
    """Whether every form of a text that the language has stands in its catalog."""
    strings = _forms(message.string)
    return len(strings) == (catalog.num_plurals if message.pluralizable else 1) and all(strings)


def _faults(message: Message, catalog: Catalog) -> Iterator[str]:
    ids, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "is marked as uncertain (fuzzy)."
    if not is_translated(message, catalog):
        yield "has no translation."
        return
    open_places = [set(OPEN_PLACE.findall(one)) for one in ids]
    for string in strings:
        places = set(OPEN_PLACE.findall(string))
        missing = set.intersection(*open_places) - places
        # A form for exactly one or two may leave the number out, as English does with “a”.
        if places - set.union(*open_places) or (missing and not message.pluralizable):
            yield f"leaves other places open than its translation “{string}”."
        if string.endswith("\n") != ids[0].endswith("\n"):
            yield "ends with another line than its translation."


def _forms(texts_of: str | Iterable[str] | None) -> list[str]:
    if texts_of is None:
        return []
    return [texts_of] if isinstance(texts_of, str) else list(texts_of)


def _key(message: Message) -> str:
    context = f" ({message.context})" if message.context else ""
    return f"“{_forms(message.id)[0]}”{context}"


def _files() -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((Path(settings.BASE_DIR) / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not LEFT_OUT & set(path.parts):
                yield path


def _texts_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Every text of a file (with its plural form), comments on it and its context."""
    source = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into calls of gettext with the rest crossed out; the indentation
        # of what is crossed out means nothing to Python.
        source = template.templatize(source, origin=str(path))
        source = "\n".join(line.strip() for line in source.splitlines())
    for _line, message, comments, context in extract(
        "python", io.BytesIO(source.encode()), FUNCTIONS, FOR_TRANSLATORS, {"encoding": "utf-8"}
    ):
        yield message, comments, context


def _written(catalog: Catalog) -> bytes:
    bare = _Timeless(locale=catalog.locale, charset="utf-8", header_comment="", fuzzy=False)
    for message in catalog:
        if message.id:
            bare.add(
                message.id,
                message.string,
                message.locations,
                message.flags,
                message.auto_comments,
                message.user_comments,
                context=message.context,
            )
    buffer = io.BytesIO()
    write_po(buffer, bare, width=WIDTH, include_lineno=False)
    return buffer.getvalue()
