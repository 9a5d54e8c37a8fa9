"""Analysis: the one way from text to tokens, for documents, queries and highlighting alike. Pure.

Every token is free of white space; a field is its tokens joined by spaces. Two fields are made of a text: `words`
(stems, and compounds whole) ranks and filters; `exact` (folded, unstemmed, in order) answers phrases and beginnings.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from communique.model import Entry
from communique.query import date_bounds
from communique.search.claiming import tokens_of
from communique.search.folding import fold
from communique.search.languages import Language, Stemmer, language, small_words_of, stemmer
from communique.search.words import Part, Shape, is_unspaced, letter_ends, pattern, shape
from communique.text import script_of

BREAK = "¶"  # a token between title and text that no query has: no phrase reaches over it
TITLE_COUNTS = 3  # times: how often a title stands in `words`, so that its words weigh more
_FORGET = 200_000  # raw words that an analyser remembers before it starts anew, while it reads for the index
_ASKED = 10_000  # those that it remembers of queries and of the texts that answer them, the last ones
_LONGEST = 64  # letters of a raw word that is remembered; longer ones come once


@dataclass(frozen=True, slots=True)
class Analysed:
    """One version as the index takes it: tokens joined by spaces, values as they are."""

    version: str
    statement: str
    text_digest: str
    words: str  # the title, several times, and the text
    exact: str
    title: str  # the title alone, stems
    title_exact: str
    lang: str | None
    issuer: str | None
    country: str | None
    kind: str | None
    tags: tuple[str, ...]
    date: str | None
    since: int | None  # first and last day that the date covers, YYYYMMDD
    until: int | None
    current: bool
    alone: bool
    claims: tuple[str, ...]  # what is true of one claim, in every combination
    act: tuple[str, ...]  # of the issuer's own claims


@dataclass(frozen=True, slots=True)
class Tokens:
    """What one raw word becomes: tokens with the stretch of the raw word each stands for."""

    exact: tuple[tuple[int, int, str], ...]
    words: tuple[tuple[int, int, str], ...]


class Analyser:
    """The analysis of one language; remembers the words it has seen.

    A server lives long and is asked for anything in every language: of that it remembers few words. Who fills an index reads
    millions of words and then ends: of those it remembers many.
    """

    def __init__(self, of: Language, stem: Stemmer) -> None:
        self.language = of
        self._stem = stem
        self._known: dict[str, tuple[str, str]] = {}
        self._asked = functools.lru_cache(maxsize=_ASKED)(self._made)

    def fields(self, text: str, *, many: bool = False) -> tuple[str, str]:
        """The `words` and the `exact` tokens of a text, each joined by spaces; `many`: it is one of very many texts."""
        known, missing = self._known, self._remember if many else self.word
        pairs = [known.get(raw) or missing(raw) for raw in pattern().findall(text)]
        return " ".join([w for w, _ in pairs if w]), " ".join([e for _, e in pairs if e])

    def word(self, raw: str) -> tuple[str, str]:
        """The `words` and the `exact` tokens of one raw word, each joined by spaces."""
        return self._known.get(raw) or (self._asked(raw) if len(raw) <= _LONGEST else self._made(raw))

    def exact(self, raw: str) -> list[str]:
        """The `exact` tokens of one raw word; a word not seen before is not brought to its stem for them."""
        known = self._known.get(raw)
        if known is not None:
            return known[1].split()
        if raw.isalnum() and not is_unspaced(raw[0]):
            folded = self.fold(raw)
            return [folded] if folded else []
        return [token for _, _, token in self.tokens(raw).exact]

    def tokens(self, raw: str) -> Tokens:
        """The tokens of one raw word, with their places in it."""
        made = shape(raw)
        if made.unspaced:
            return self._pairs(raw, made)
        exact = tuple((p.start, p.end, self.fold(p.text)) for p in made.parts)
        words = [token for p in made.parts if self._counts(p, made) for token in self._words(p)]
        if made.joined and not (made.elided and len(made.parts[-1].text) == 1):
            whole = self._stem(made.joined)
            if all(token != whole for _, _, token in words):
                words.append((made.parts[0].start, made.parts[-1].end, whole))
        return Tokens(tuple(t for t in exact if t[2]), tuple(t for t in words if t[2]))

    def fold(self, word: str) -> str:
        """The exact form of a word in this language."""
        return fold(word, marks=self.language.marks)

    def stem(self, word: str) -> str:
        """The stem of a word in this language."""
        return self._stem(word)

    def _pairs(self, raw: str, made: Shape) -> Tokens:
        pairs = tuple((p.start, p.end, self.fold(p.text)) for p in made.parts)
        end = letter_ends(raw)[-2:]
        last = ((end[0], end[1], self.fold(raw[end[0] :])),) if len(end) > 1 else ()  # so that any letter begins a token
        return Tokens(tuple(t for t in pairs + last if t[2]), tuple(t for t in pairs if t[2]))

    def _words(self, part: Part) -> list[tuple[int, int, str]]:
        if script_of(part.text[0]) == "Hangul" and len(part.text) > 1:  # particles cling to Korean words
            return [(part.start + i, part.start + i + 2, part.text[i : i + 2]) for i in range(len(part.text) - 1)]
        return [(part.start, part.end, self._stem(part.text))]

    @staticmethod
    def _counts(part: Part, made: Shape) -> bool:
        """Single letters of a compound are no words: the `s` of `Armenia's`, the `U` of `U.N.`."""
        return len(part.text) > 1 or part.text.isdigit() or len(made.parts) == 1

    def _remember(self, raw: str) -> tuple[str, str]:
        pair = self._made(raw)
        if len(raw) <= _LONGEST:
            if len(self._known) > _FORGET:
                self._known.clear()
            self._known[raw] = pair
        return pair

    def _made(self, raw: str) -> tuple[str, str]:
        made = self.tokens(raw)
        return " ".join(t[2] for t in made.words), " ".join(t[2] for t in made.exact)


@functools.cache
def _analyser(of: Language) -> Analyser:
    return Analyser(of, stemmer(of))


def analyser(tag: str | None) -> Analyser:
    """The analyser of a BCP-47 tag; languages that the table does not know share that of `und`."""
    return _analyser(language(tag))


@functools.lru_cache(maxsize=64)
def small_words(analysers: tuple[Analyser, ...]) -> frozenset[str]:
    """The tokens of words that tell nothing of what a sentence is about, in those languages."""
    listed = small_words_of()
    return frozenset(t for use in analysers for word in listed.get(use.language.code, ()) for t in use.word(word)[0].split())


def analyse(entry: Entry) -> Analysed:
    """One version, ready for the index. Pure; the same in every process."""
    use = analyser(entry.lang)
    title, title_exact = use.fields(entry.title, many=True)
    words, exact = use.fields(entry.text, many=True)
    since, until = date_bounds(entry.date) if entry.date else (None, None)
    return Analysed(
        version=entry.version,
        statement=entry.statement,
        text_digest=entry.text_digest,
        words=" ".join([title] * TITLE_COUNTS + [words]) if title else words,
        exact=f"{title_exact} {BREAK} {exact}" if title_exact else exact,
        title=title,
        title_exact=title_exact,
        lang=entry.lang,
        issuer=entry.issuer,
        country=entry.country,
        kind=entry.kind,
        tags=entry.tags,
        date=entry.date,
        since=since,
        until=until,
        current=entry.current,
        alone=entry.alone,
        claims=tuple(sorted({token for claim in entry.claims for token in tokens_of(claim)})),
        act=tuple(sorted({claim.act for claim in entry.claims if claim.own})),
    )
