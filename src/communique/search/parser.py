"""The query language: any string parses; what could not be understood is searched as words and said so in a note.

query  := clause*                     side by side: either, but all of them first
clause := and (OR and)*
and    := not (AND not)*
not    := (NOT | -) not | atom
atom   := word | phrase | field:atom | date:range | ( query )
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique import times
from communique.model import Note
from communique.query import FIELDS, And, Boost, DateRange, Everything, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from communique.search.dates import is_relative, read_date
from communique.search.syntax import OPERATORS, SPECIAL, Kind, Token, tokens
from communique.text import one_line

LONGEST = 10_000  # characters of a query that are read
MOST_NOTES = 10
DEEPEST = 40  # parentheses in parentheses
_PUNCTUATION = frozenset(".,;:!?-–—_/&+'’…·•|=<>@#%()[]{}\"«»“”„،؛؟、。，！？：；।")
_SPECIAL = re.escape("".join(sorted(SPECIAL - {"-"} | {"”", "»"})))
_PIECE = re.compile(rf'\s*(?:"([^"“”„«»‟\\]+)"|((?!-)[^\s{_SPECIAL}]+)(\*|~[12]?)?)(?!\S)')
_RANGE = "a range is `[2020-09-27 TO 2020-11-10]`, `*` for an open end: searched as words"
_SCHEMES = frozenset({"http", "https", "ftp", "mailto", "urn", "doc"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood, and what of it was understood differently."""

    node: Node
    notes: tuple[Note, ...]


def parse(text: str, *, now: str | None = None) -> Parsed:
    """The tree of a query. Never raises. `now` is the time that NOW stands for (RFC 3339)."""
    plain = _plain(text) if len(text) <= LONGEST else None
    if plain is not None:
        return Parsed(plain, ())
    notes: list[Note] = []
    if len(text) > LONGEST:
        notes.append(Note(LONGEST + 1, f"the query has {len(text)} characters; only the first {LONGEST} are searched"))
        text = text[:LONGEST]
    parser = _Parser(tokens(text), now, notes)
    node = parser.query(0)
    if node is None and parser.operators:
        notes[:] = [Note(parser.operators[0].start + 1, "only operators: searched as words")]
        words = tuple(Word(t.text, (t.start, t.end)) for t in parser.operators)
        node = words[0] if len(words) == 1 else Or(words, _around(words), loose=True)
    if node is None:
        node = Everything((0, len(text)))
        if text.strip():  # something was typed, and nothing of it can be searched: no hits rather than everything
            node = Not(node, (0, len(text)))
            notes.append(Note(1, "the query holds no word: nothing is searched"))
    return Parsed(node, _few(sorted(notes)))


def _plain(text: str) -> Node | None:
    """The tree of words, phrases, beginnings and spellings side by side, as most queries are; None where there is anything else.

    The same tree as the parser makes, in a tenth of the time.
    """
    nodes: list[Node] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _PIECE.match(text, at)
        if match is None:
            return None
        phrase, word, mark = match.groups()
        at = match.end()
        if not _searchable(phrase or word) or word in OPERATORS:
            return None
        span = (match.end(1) - len(phrase) - 1 if phrase else match.start(2), at)
        if phrase:
            nodes.append(Phrase(phrase, span))
        elif not mark:
            nodes.append(Word(word, span))
        elif mark == "*":
            nodes.append(Prefix(word, span))
        else:
            nodes.append(Fuzzy(word, span, int(mark[1:] or 1)))
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return Or(tuple(nodes), (nodes[0].span[0], at), loose=True)


def _few(notes: list[Note]) -> tuple[Note, ...]:
    """Not more notes than a person reads."""
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    rest = Note(notes[MOST_NOTES - 1].column, f"and {len(notes) - MOST_NOTES + 1} more like these")
    return (*notes[: MOST_NOTES - 1], rest)


class _Parser:
    """Recursive descent over the tokens; every method returns None where there is nothing to search."""

    def __init__(self, found: list[Token], now: str | None, notes: list[Note]) -> None:
        self.tokens = found
        self.at = 0
        self.now = now
        self.notes = notes
        self.operators: list[Token] = []  # words that are operators, in case there is nothing else

    @property
    def today(self) -> str:
        return times.day_of(self.now or times.now())

    def peek(self) -> Kind | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def note(self, token: Token, message: str) -> None:
        self.notes.append(Note(token.start + 1, message))

    def query(self, depth: int) -> Node | None:
        """Clauses side by side, up to a closing parenthesis."""
        wanted: list[Node] = []
        unwanted: list[Node] = []
        while (kind := self.peek()) is not None:
            if kind == ")":
                if depth:
                    break
                self.note(self.take(), "`)` closes nothing: ignored")
                continue
            node = self.either(depth)
            if isinstance(node, Not):
                unwanted.append(node)
            elif node is not None:
                wanted.append(node)
        return _side_by_side(wanted, unwanted)

    def either(self, depth: int) -> Node | None:
        return self.chain(depth, "OR")

    def chain(self, depth: int, operator: Kind) -> Node | None:
        """Operands of one operator; where one is missing, the operator is ignored."""
        nodes: list[Node] = []
        while True:
            if self.peek() == operator:
                self.dangling(self.take(), "before" if not nodes else "between")
                continue
            node = self.chain(depth, "AND") if operator == "OR" else self.negated(depth)
            if node is not None:
                nodes.append(node)
            if self.peek() != operator:
                break
            mark = self.take()
            if self.peek() in (None, ")") or (operator == "AND" and self.peek() == "OR"):
                self.dangling(mark, "after")
                break
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        kind = And if operator == "AND" else Or
        return kind(tuple(nodes), _around(nodes))

    def dangling(self, token: Token, where: str) -> None:
        self.operators.append(token)
        said = "stands beside another operator" if where == "between" else f"has nothing {where} it"
        self.note(token, f"{token.text} {said}: ignored")

    def negated(self, depth: int) -> Node | None:
        times_not: list[Token] = []
        while self.peek() == "NOT":
            times_not.append(self.take())
        if self.peek() in (None, ")", "AND", "OR") and times_not:
            for token in times_not:
                self.dangling(token, "after")
            return None
        node = self.atom(depth)
        if node is None or not times_not:
            return node
        start = times_not[-1].start
        return node if len(times_not) % 2 == 0 else Not(node, (start, node.span[1]))

    def atom(self, depth: int) -> Node | None:
        if self.peek() in (None, ")"):
            return None
        token = self.take()
        if token.kind == "(":
            return self.group(token, depth)
        if token.kind == "field":
            return self.field(token, depth)
        if token.kind == "phrase":
            return self.phrase(token)
        if token.kind in ("AND", "OR", "NOT"):
            self.dangling(token, "before")
            return None
        return self.word(token)

    def group(self, opening: Token, depth: int) -> Node | None:
        if depth >= DEEPEST:
            self.note(opening, f"parentheses more than {DEEPEST} deep: ignored")
            return None
        node = self.query(depth + 1)
        if self.peek() != ")":
            self.note(opening, "`(` is never closed: closed at the end")
            return node
        closing = self.take()
        if node is None:
            self.note(opening, "`()` holds nothing: ignored")
            return None
        return _boosted(node, closing)

    def phrase(self, token: Token) -> Node | None:
        if token.open:
            self.note(token, "the quote is never closed: closed at the end")
        if not _searchable(token.text):
            self.note(token, "a phrase without words: ignored")
            return None
        return _boosted(Phrase(token.text, (token.start, token.end), min(token.tilde or 0, 1000)), token)

    def word(self, token: Token) -> Node | None:
        if token.text == "*":
            return Everything((token.start, token.end))
        if not _searchable(token.text):
            if not set(token.text) <= _PUNCTUATION:
                self.note(token, f"`{_shown(token.text)}` holds no word: ignored")
            return None
        span = (token.start, token.end)
        if token.prefix:
            if token.tilde is not None:
                self.note(token, "`~` after `*`: ignored")
            return _boosted(Prefix(token.text, span), token)
        if token.tilde is not None:
            if token.tilde > 2:
                self.note(token, "words are compared up to 2 edits: searched with ~2")
            return _boosted(Fuzzy(token.text, span, min(token.tilde or 1, 2)), token)
        if "*" in token.text:
            self.note(token, "`*` is only understood at the end of a word: searched as words")
        return _boosted(Word(token.text, span), token)

    def field(self, token: Token, depth: int) -> Node | None:
        name = token.text.lower()
        if name not in FIELDS:
            return self.unknown(token, name, depth)
        if name == "date":
            return self.date(token, depth)
        if self.peek() == "range":
            bracket = self.take()
            self.note(bracket, f"a range is only understood after `date:`, not `{name}:`: searched as words")
            return self.words_of(bracket)
        node = self.negated(depth)
        if node is None:
            self.note(token, f"`{token.text}:` has no value: ignored")
            return None
        if any(isinstance(inner, Field | DateRange) for inner in _walk(node)):
            self.note(token, f"a field inside `{token.text}:` is searched on its own")
            return node
        return _in_field(name, node, token.start)

    def unknown(self, token: Token, name: str, depth: int) -> Node | None:
        """`foo:bar` with a field that there is not: two words, unless it is an address."""
        if name not in _SCHEMES:
            self.note(token, f"no field `{token.text}`: searched as words (fields: {' '.join(FIELDS)})")
        word = Word(token.text, (token.start, token.end))
        node = self.atom(depth) if self.peek() not in (None, ")") else None
        return word if node is None else Or((word, node), _around((word, node)), loose=True)

    def date(self, token: Token, depth: int) -> Node | None:
        if self.peek() == "range":
            return self.bracket(token, self.take())
        if self.peek() not in ("word", "phrase"):
            self.note(token, "`date:` needs a date (2020, 2020-09, 2020-09-27, NOW-1MONTH) or a range: ignored")
            return self.atom(depth) if self.peek() in ("(", "field") else None
        value = self.take()
        found = read_date(value.text, self.today)
        if found is None:
            open_ = value.text.startswith(("[", "{"))
            self.note(value, _RANGE if open_ else f"`{_shown(value.text)}` is no date: searched as words")
            return self.phrase(value) if value.kind == "phrase" else self.word(value)
        return DateRange(found, None if is_relative(value.text) else found, (token.start, value.end))

    def bracket(self, token: Token, value: Token) -> Node | None:
        ends = value.text.split(" TO ") if " TO " in value.text else value.text.split("..")
        dates = [None if end.strip() in ("*", "") else read_date(end, self.today) for end in ends]
        if len(ends) != 2 or any(d is None and end.strip() not in ("*", "") for d, end in zip(dates, ends)):
            self.note(value, _RANGE)
            return self.words_of(value)
        return DateRange(dates[0], dates[1], (token.start, value.end))

    def words_of(self, token: Token) -> Node | None:
        """The words inside a bracket that was not understood."""
        found: list[Node] = []
        at = token.start + 1
        for piece in token.text.split():
            at = token.start + 1 + token.text.index(piece, max(0, at - token.start - 1))
            if piece != "TO" and _searchable(piece):
                found.append(Word(piece, (at, at + len(piece))))
            at += len(piece)
        return _side_by_side(found, [])


def _side_by_side(wanted: list[Node], unwanted: list[Node]) -> Node | None:
    """Clauses without an operator: any of the wanted, none of the unwanted."""
    if not wanted and not unwanted:
        return None
    ranked = [node for node in wanted if _facet(node) is None]
    nodes: list[Node] = [Or(tuple(ranked), _around(ranked), loose=True)] if len(ranked) > 1 else ranked
    for name in dict.fromkeys(_facet(node) for node in wanted):
        values = [node for node in wanted if name is not None and _facet(node) == name]
        nodes.extend([Or(tuple(values), _around(values))] if len(values) > 1 else values)
    nodes.extend(unwanted)
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes), _around(nodes))


def _facet(node: Node) -> str | None:
    """The name of the filter that a clause is (`issuer:az-mfa`, `date:2020`): filters beside words are demanded, not ranked."""
    if isinstance(node, DateRange):
        return "date"
    return node.name if isinstance(node, Field) and node.name != "title" else None


def _in_field(name: str, node: Node, start: int) -> Node:
    """The node under a field; what negates or weighs it stays outside."""
    if isinstance(node, Not):
        return Not(_in_field(name, node.node, start), (start, node.span[1]))
    if isinstance(node, Boost):
        inner = _in_field(name, node.node, start)
        return Boost(inner, node.factor, (start, node.span[1])) if name == "title" else inner
    return Field(name, node, (start, node.span[1]))


def _boosted(node: Node, token: Token) -> Node:
    """The node with its weight; what only filters has none."""
    if token.boost is None or isinstance(node, Not | Everything) or _facet(node) is not None:
        return node
    return Boost(node, min(max(token.boost, 0.01), 1000.0), (node.span[0], token.end))


def _shown(text: str) -> str:
    return one_line(text)[:20]


def _around(nodes: list[Node] | tuple[Node, ...]) -> tuple[int, int]:
    return min(node.span[0] for node in nodes), max(node.span[1] for node in nodes)


def _searchable(text: str) -> bool:
    return text.isalnum() or any(char.isalnum() for char in text)


def _walk(node: Node) -> list[Node]:
    """The node and everything below it."""
    if isinstance(node, And | Or):
        return [node, *(inner for child in node.nodes for inner in _walk(child))]
    if isinstance(node, Not | Boost | Field):
        return [node, *_walk(node.node)]
    return [node]
