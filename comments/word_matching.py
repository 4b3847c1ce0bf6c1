"""Finding the entries of word lists in a text, at the places where they stand (feature M6).

A text is read word by word, each word folded (`comments.folding`) and looked up in tables, so that
5,000 entries cost what five do. What is written to slip through is read in further ways, each
started by something in the text that plain words do not have: digits and signs among letters
("1d10t"), points within a word ("i.d.i.o.t", "id-iot"), single letters in a row ("i d i o t"), a
letter three times ("idiiiot"), letters of two alphabets. Only whole words are ever compared, so
nothing is found inside an innocent one.

Pure: nothing here knows the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from comments import folding
from comments.folding import SIGNS, WITHIN, WORD, fold, fold_strictly
from comments.word_endings import (
    ARABIC_PREFIXES,
    ENDINGS,
    LONGEST_ENDING,
    PARTICLE_LENGTHS,
    PARTICLES,
    SHORTEST_ARABIC,
)

#: What may stand between the letters of one word that somebody takes apart.
_BETWEEN = r".\-_*·•'’,/\\|~:;\"…–—"
#: What stands between two spaces; most of it is one word.
_CHUNK = re.compile(r"\S+")
#: Words with the signs that stand for letters.
_RUN = re.compile(rf"[\w{WITHIN}{re.escape(SIGNS)}]+")
#: A point or the like between two letters.
_BREAK = re.compile(rf"\w[{_BETWEEN}]{{1,3}}\w")
#: What stands round a word and belongs to none.
_ROUND = ".,;:!?\"'“”„‘’«»‹›()[]{}…–—-*/"
#: Single letters with spaces or signs between them.
_SPACED = re.compile(rf"(?<![^\W_])[^\W_](?:[\s{_BETWEEN}]{{1,3}}[^\W_](?![^\W_]))+")
#: Addresses, where digits and points mean nothing.
_ADDRESS = re.compile(r"https?://|www\.|@[^@]+\.[a-z]{2}", re.IGNORECASE)

#: Fewer single letters are initials; syllables of Korean say a word in two.
FEWEST_LETTERS, FEWEST_SYLLABLES = 3, 2
#: Letters that a piece of a longer row of single letters must have.
FEWEST_WITHIN = 4
#: A longer run with points is a path or a number, not a word taken apart.
LONGEST_JOINED = 40
#: Stems shorter than this take no endings: too many words begin so.
SHORTEST_STEM = 3
#: Characters on either side of a find in which an exception is looked for.
AROUND = 80

#: Words that are remembered, some 5 MB of them.
MOST_SEEN = 50_000

_HEAD = 3
_ARABIC = re.compile("[\u0621-\u064a]")
_HANGUL = re.compile("[\u1100-\u1112]")


@dataclass(frozen=True)
class Entry:
    """One line of a list."""

    text: str
    list_key: int


@dataclass(frozen=True)
class Words:
    """One list as it is matched.

    Args:
        entries: its lines, cleaned.
        exceptions: words that it must not find.
        stems: whether endings belong to a word.
        accents: whether they tell words apart.
    """

    key: int
    entries: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    stems: bool = False
    accents: bool = False


@dataclass(frozen=True, order=True)
class Hit:
    """An entry and where it stands: characters of the text as it was typed."""

    start: int
    end: int
    entry: Entry = field(compare=False)


@dataclass(frozen=True)
class _Exceptions:
    """What a list must not find, folded, and how many words its entries have."""

    words: frozenset[tuple[str, ...]]
    lengths: frozenset[int]

    @classmethod
    def of(cls, lines: Iterable[str]) -> _Exceptions:
        words = frozenset(map(_folded, lines)) - {()}
        return cls(words, frozenset(map(len, words)))


@dataclass
class _Tables:
    """The entries of all lists that fold in the same way."""

    fold: Callable[[str], str]
    words: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    #: The beginnings of stems: most words have none of them.
    heads: set[str] = field(default_factory=set)
    #: By the first word how many words there are, and by all of them the entries: what many begin
    #: with ("you …") costs no more than what one does.
    lengths: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[tuple[str, ...], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    #: What each word was found to be, for the next text: people use the same words.
    seen: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, words: tuple[str, ...], entry: Entry, *, is_stem: bool) -> None:
        if len(words) > 1:
            self.lengths[words[0]].add(len(words))
            self.phrases[words].append(entry)
            return
        self.words[words[0]].append(entry)
        if is_stem and len(words[0]) >= SHORTEST_STEM:
            self.stems[words[0]].append(entry)
            self.heads.add(words[0][:_HEAD])

    def close(self) -> None:
        """From now on a look adds nothing."""
        self.words, self.stems = dict(self.words), dict(self.stems)
        self.lengths, self.phrases = dict(self.lengths), dict(self.phrases)

    def look(self, word: str) -> list[Entry]:
        """The entries that a word is, as it was typed; most words have been asked for before."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) >= MOST_SEEN:
                self.seen.clear()
            found = self.seen[word] = self.find(self.fold(word))
        return found

    def find(self, word: str) -> list[Entry]:
        """The entries that a folded word is, alone or with what its language writes onto it."""
        found = self.words.get(word, [])
        if not found and word[:_HEAD] in self.heads:
            found = self._with_ending(word)
        if not found and not word.isascii():
            found = self._with_particles(word)
        return found

    def _with_ending(self, word: str) -> list[Entry]:
        for cut in range(1, min(LONGEST_ENDING, len(word) - SHORTEST_STEM) + 1):
            if word[:-cut] in self.stems and word[-cut:] in ENDINGS:
                return self.stems[word[:-cut]]
        return []

    def _with_particles(self, word: str) -> list[Entry]:
        if _HANGUL.match(word):
            for length in PARTICLE_LENGTHS:
                if word[-length:] in PARTICLES and (found := self.words.get(word[:-length])):
                    return found
        elif _ARABIC.match(word):
            for prefix in ARABIC_PREFIXES:
                rest = word.removeprefix(prefix)
                if len(word) > len(rest) >= SHORTEST_ARABIC and (
                    found := self.words.get(rest) or self._with_ending(rest)
                ):
                    return found
        return []


class Matcher:
    """All lists, made ready once; `find` is asked for every text."""

    def __init__(self, lists: Iterable[Words]) -> None:
        self.loose, self.strict = _Tables(fold), _Tables(fold_strictly)
        self.unsigned, self.shortened = _Tables(fold), _Tables(fold)
        self.literals: dict[str, list[Entry]] = {}
        self.exceptions: dict[int, _Exceptions] = {}
        for one in lists:
            self.exceptions[one.key] = _Exceptions.of(one.exceptions)
            for text in one.entries:
                self._add(one, Entry(text, one.key))
        self.literal_heads = {literal[0] for literal in self.literals}
        for tables in (self.loose, self.strict, self.unsigned, self.shortened):
            tables.close()
        #: What plain words are looked up in.
        self.plain = [tables for tables in (self.loose, self.strict) if tables.words]
        self.has_phrases = bool(self.loose.phrases or self.strict.phrases)
        self.row_heads = {word[:_HEAD] for word in self.unsigned.words}
        self.longest = max(map(len, [*self.loose.words, *self.strict.words]), default=0)

    def _add(self, one: Words, entry: Entry) -> None:
        folded = _folded(entry.text)
        if not folded and WORD.search(entry.text):
            return  # nothing but what cannot be seen, which stands in many an emoji
        if not folded or not _is_words(entry.text):
            self.literals.setdefault(entry.text.lower(), []).append(entry)
            return
        if one.accents:
            words = tuple(filter(None, map(fold_strictly, WORD.findall(entry.text))))
            self.strict.add(words, entry, is_stem=one.stems)
        else:
            self.loose.add(_bare(folded), entry, is_stem=one.stems)
        if len(folded) == 1:
            # Who disguises a word does not mind its accents.
            self.unsigned.add((folding.unsigned(folded[0]),), entry, is_stem=one.stems)
            self.shortened.add((folding.shortened(folded[0]),), entry, is_stem=one.stems)

    def forget(self) -> None:
        """Meet every word anew."""
        for tables in self.plain:
            tables.seen.clear()

    # Finding --------------------------------------------------------------------------------------

    def find(self, text: str) -> list[Hit]:
        """Where entries stand, in the order of the text; each place and list once."""
        hits: dict[tuple[int, int, int], Hit] = {}
        for hit in self._look(text):
            key = (hit.start, hit.end, hit.entry.list_key)
            if key not in hits and not self._is_excepted(text, hit):
                hits[key] = hit
        return _widest(sorted(hits.values()))

    def _look(self, text: str) -> Iterator[Hit]:
        may_be_disguised = not text.isascii() and folding.may_be_disguised(text)
        is_own_text = may_be_disguised and folding.is_own(text)
        is_lengthened = folding.LENGTHENED.search(text.lower()) is not None
        known = self.plain
        for match in _CHUNK.finditer(text):
            chunk, start = match[0], match.start()
            if not chunk.isalpha():
                bare = chunk.lstrip(_ROUND)
                start += len(chunk) - len(bare)
                chunk = bare.rstrip(_ROUND)
            if chunk.isalpha():
                for tables in known:
                    if found := tables.look(chunk):
                        yield from _at(start, start + len(chunk), found)
            else:
                yield from self._words_of(chunk, start)
                yield from self._joined(chunk, start)
            if may_be_disguised and not chunk.isascii():
                yield from self._disguised(chunk, start, is_own_text=is_own_text)
            if is_lengthened:
                yield from self._shortened(chunk, start)
        yield from self._spaced(text)
        if self.has_phrases:
            yield from self._phrases(text)
        if self.literal_heads and not self.literal_heads.isdisjoint(text.lower()):
            yield from self._literals(text)

    def _words_of(self, chunk: str, offset: int) -> Iterator[Hit]:
        """The words of a chunk that is more than one of Latin letters."""
        for match in WORD.finditer(chunk):
            start, end = offset + match.start(), offset + match.end()
            for tables in self.plain:
                yield from _at(start, end, tables.look(match[0]))
        if not chunk.isalpha() and not _ADDRESS.search(chunk):
            for match in _RUN.finditer(chunk):
                if not match[0].isalpha():
                    yield from self._signed(match[0], offset + match.start())

    def _disguised(self, chunk: str, offset: int, *, is_own_text: bool) -> Iterator[Hit]:
        for match in WORD.finditer(chunk):
            for reading in folding.disguised(match[0], is_own_text=is_own_text):
                start, end = offset + match.start(), offset + match.end()
                yield from _at(start, end, self.loose.find(reading))

    def _signed(self, run: str, offset: int) -> Iterator[Hit]:
        """Digits and signs read as letters, or left out of a word of another script."""
        bare = run.lstrip("!+|")
        offset += len(run) - len(bare)
        bare = bare.rstrip("!+|")
        if folding.has_signs(bare):
            found = self.unsigned.find(folding.unsigned(fold(bare)))
            yield from _at(offset, offset + len(bare), found)
        elif not bare.isascii() and len(bare) <= LONGEST_JOINED:
            letters = "".join(letter for letter in bare if letter.isalpha())
            yield from _at(offset, offset + len(bare), self.loose.find(fold(letters)))

    def _shortened(self, chunk: str, offset: int) -> Iterator[Hit]:
        """Words with a letter three times."""
        for match in WORD.finditer(chunk):
            folded = fold(match[0])
            if not folding.LENGTHENED.search(folded):
                continue
            for entry in self.shortened.find(folding.shortened(folded)):
                if folding.is_lengthened(folded, fold(entry.text)):
                    yield Hit(offset + match.start(), offset + match.end(), entry)

    def _joined(self, chunk: str, offset: int) -> Iterator[Hit]:
        """A word with points between its letters, and no space."""
        if len(chunk) > LONGEST_JOINED or not _BREAK.search(chunk) or _ADDRESS.search(chunk):
            return
        letters = "".join(WORD.findall(chunk))
        yield from self._read(letters, offset, offset + len(chunk))

    def _spaced(self, text: str) -> Iterator[Hit]:
        """Single letters in a row, with spaces or points between them: a word, or part of a row."""
        for match in _SPACED.finditer(text):
            places = [m.start() for m in re.finditer(r"[^\W_]", match[0])]
            letters = "".join(match[0][place] for place in places)
            few = FEWEST_SYLLABLES if _HANGUL.match(fold(letters[0])) else FEWEST_LETTERS
            if len(letters) < few or _is_in_address(text, *match.span()):
                continue
            whole = list(self._read(letters, match.start(), match.end()))
            yield from whole or self._within(letters, [match.start() + one for one in places])

    def _within(self, letters: str, places: list[int]) -> Iterator[Hit]:
        """Entries that begin and end anywhere in a row of single letters."""
        folded = [folding.unsigned(fold(letter)) for letter in letters]
        known = self.unsigned.words
        for first in range(len(folded)):
            word = "".join(folded[first : first + _HEAD])
            if word[:_HEAD] not in self.row_heads:
                continue
            word = ""
            for last in range(first, len(folded)):
                word += folded[last]
                if len(word) > self.longest:
                    break
                if last - first + 1 >= FEWEST_WITHIN and word in known:
                    yield from _at(places[first], places[last] + 1, known[word])

    def _read(self, letters: str, start: int, end: int) -> Iterator[Hit]:
        """Letters that were put together again, in each way of reading."""
        folded = fold(letters)
        found = self.loose.find(folded)
        if not found and folding.has_signs(letters):
            found = self.unsigned.find(folding.unsigned(folded))
        if not found and self.strict.words:
            found = self.strict.find(fold_strictly(letters))
        yield from _at(start, end, found)

    def _phrases(self, text: str) -> Iterator[Hit]:
        """Entries of several words."""
        for tables in (self.loose, self.strict):
            if not tables.phrases:
                continue
            read = [(tables.fold(match[0]), match) for match in WORD.finditer(text)]
            read = [(word, match) for word, match in read if word]
            folded = [word for word, _match in read]
            for number, word in enumerate(folded):
                for length in tables.lengths.get(word, ()):
                    last = number + length
                    found = tables.phrases.get(tuple(folded[number:last]))
                    if found:
                        yield from _at(read[number][1].start(), read[last - 1][1].end(), found)

    def _literals(self, text: str) -> Iterator[Hit]:
        """Entries of signs, such as pictures of gestures: as they are, in either case."""
        lower = text.lower() if len(text.lower()) == len(text) else text
        for literal, entries in self.literals.items():
            start = lower.find(literal)
            while start != -1:
                yield from _at(start, start + len(literal), entries)
                start = lower.find(literal, start + len(literal))

    def _is_excepted(self, text: str, hit: Hit) -> bool:
        """Whether the find is part of words that its list must not find."""
        exceptions = self.exceptions[hit.entry.list_key]
        if not exceptions.words:
            return False
        near = list(WORD.finditer(text, max(0, hit.start - AROUND), hit.end + AROUND))
        folded = [fold(match[0]) for match in near]
        return any(
            near[number].start() <= hit.start
            and hit.end <= near[number + length - 1].end()
            and tuple(folded[number : number + length]) in exceptions.words
            for length in exceptions.lengths
            for number in range(len(near) - length + 1)
        )


def _at(start: int, end: int, entries: Iterable[Entry]) -> Iterator[Hit]:
    return (Hit(start, end, entry) for entry in entries)


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether it is part of an address of a page or a mailbox."""
    before = text[max(0, start - AROUND) : start].split()
    head = before[-1] if before and not text[start - 1].isspace() else ""
    return _ADDRESS.search(head + text[start:end].split(maxsplit=1)[0]) is not None


def _widest(hits: list[Hit]) -> list[Hit]:
    """The finds, in order, without those that stand inside another of the same list."""
    kept: list[Hit] = []
    reached: dict[int, int] = {}
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        # Whatever began before, or here and is longer, reaches as far as this.
        if hit.end > reached.get(hit.entry.list_key, -1):
            reached[hit.entry.list_key] = hit.end
            kept.append(hit)
    return sorted(kept)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, WORD.findall(text))))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """An Arabic entry without its article, which texts write or leave out."""
    if len(words) == 1 and words[0].startswith("ال") and len(words[0]) >= SHORTEST_ARABIC + 2:
        return (words[0][2:],)
    return words


def _is_words(text: str) -> bool:
    """Whether an entry is made of words; one with signs in it is looked for as it stands."""
    return not re.search(r"[^\w\s\-'’.]", re.sub(f"[{WITHIN}]", "", text))
