"""The nouns. Frozen and slotted; no behaviour that needs a room.

Spans are half-open `[start, end)` in code points of the text they belong to. Times are RFC 3339 in UTC, dates
`YYYY[-MM[-DD]]`, digests `sha256:hex`, languages BCP-47. Unknown is None, and says why elsewhere; never a default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Span = tuple[int, int]
Precision = Literal["day", "month", "year"]
PageType = Literal["statement", "listing", "error", "other"]
MarkKind = Literal["heading", "bold", "list", "quote"]
ChangeKind = Literal["new", "same", "edited", "moved", "missing", "gone", "back"]
EditKind = Literal["substantive", "minor", "markup", "rolling", "mass", "same"]
LinkKind = Literal["same_text", "translation", "moved"]
RecordType = Literal["response", "resource", "revisit", "request", "metadata", "warcinfo", "conversion", "other"]

KINDS = ("statement", "press-release", "commentary", "briefing", "readout", "speech", "communique", "interview", "note")


# --- what comes in -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the user said of the bytes when adding them."""

    issuer: str | None = None
    url: str | None = None
    date: str | None = None
    ocr: str | None = None  # scans are to be read: in these languages (`en,fr`), or `any`


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a data set, its columns under our names.

    `fields` holds any of: url title date captured version issuer country lang text; values are strings.
    """

    dataset: str
    original_id: str | None
    fields: Mapping[str, str]
    mapping: Mapping[str, str] = field(default_factory=dict)  # column of the file -> our name, where they differ


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record of a web archive as it came: its header lines in order, and its block, untouched."""

    type: RecordType
    headers: tuple[tuple[str, str], ...]
    block: bytes

    def header(self, name: str) -> str | None:
        """The first header line of that name, case folded."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes, and where they came from."""

    path: str  # for messages: the file, `archive.zip!member`, `rows.jsonl:12`, `crawl.warc.gz@offset`
    data: bytes  # the payload: what is hashed and read (transfer and content encodings undone)
    media_type: str  # text/html, multipart/related, application/pdf, text/plain, text/markdown, application/json (a row) ...
    url: str | None = None  # as recorded or asserted, not yet normalised
    url_evidence: str | None = None  # asserted, warc, mhtml, column, saved-from, singlefile, canonical
    captured: str | None = None  # when it was taken from the source; None unless recorded
    status: int | None = None  # HTTP status, when there was one
    location: str | None = None  # absolute target of a redirect
    http_headers: tuple[tuple[str, str], ...] = ()
    record: WarcRecord | None = None  # to be copied as it is; None for anything that is not from a web archive
    row: Row | None = None
    asserted: Asserted = field(default_factory=Asserted)
    note: str | None = None  # what was guessed when the bytes were read (the encoding of a table)
    restored: bool = False  # a record that another archive of ours made of a file or row: it alone does not say how it came in


@dataclass(frozen=True, slots=True)
class Companion:
    """A record of a web archive that is no capture (request, metadata, warcinfo): kept beside the captures it belongs to."""

    path: str
    record: WarcRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that failed for one item; kept until retried or dismissed."""

    path: str
    what: str  # the operation: read, extract, index, anchor, original ...
    why: str
    todo: str = ""
    url: str | None = None
    traceback: str | None = None
    id: int | None = None
    at: str | None = None


# --- what extraction finds ---------------------------------------------------------------------------------------


class Alternative(NamedTuple):
    """Another date that the page states."""

    value: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class StatedDate:
    """The date that a statement bears, and where it was read."""

    value: str
    precision: Precision
    source: str  # asserted, profile, structured, dateline, url, column, listing, htmldate ...
    evidence: str  # the words or the attribute that say so
    inferred: bool = False
    alternatives: tuple[Alternative, ...] = ()


class Mark(NamedTuple):
    """A stretch of the text that was set apart on the page."""

    start: int
    end: int
    kind: MarkKind


class Stretch(NamedTuple):
    """A stretch of a text in one language."""

    start: int
    end: int
    lang: str


class PageStart(NamedTuple):
    """Where a page of a document begins in the text that was read from it; `page` counts from 1."""

    start: int
    page: int


class Furniture(NamedTuple):
    """A stretch of the whole page's text that is not the statement, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Text and facts of one payload, each fact with its evidence or the reason why it is unknown."""

    text: str
    title: str | None = None
    date: StatedDate | None = None
    lang: str | None = None
    issuer: str | None = None
    kind: str | None = None
    number: str | None = None
    marks: tuple[Mark, ...] = ()
    langs: tuple[Stretch, ...] = ()  # of a text in several languages; whole paragraphs
    pages: tuple[PageStart, ...] = ()  # of a PDF: those that have text
    page_type: PageType = "statement"
    furniture: tuple[Furniture, ...] = ()
    page_text: str = ""
    page_text_digest: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    damaged: bool = False
    reason: str | None = None  # why the page type is not `statement`
    made_by: str = ""  # component and version, model and input digests


# --- what reading finds ------------------------------------------------------------------------------------------

Actor = str | tuple[str, ...] | None  # ISSUER, an ISO 3166 alpha-3 code, an organisation's id, else words; several; unknown


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence, and what the issuer does with it."""

    n: int  # from 1
    start: int
    end: int
    act: str | None  # None where no reader knows the language
    targets: tuple[str, ...] = ()
    speaker: str | None = None  # who speaks it, where that is not the issuer
    kind: str = "text"  # text, heading, dateline, salutation, signature


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content: somebody's words, and whose they are."""

    id: str  # a1, a2 ... in the order of the cues
    sentence: int  # its number
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    holder: Actor
    holder_text: str | None
    chain: tuple[Actor, ...]  # from the issuer inwards, consecutive equal holders once
    act: str
    targets: tuple[str, ...]
    stance: str  # of the issuer to the content: + - 0
    parent: str | None  # the attribution whose content this one stands in
    responds_to: tuple[str, ...]
    confidence: float  # 0 .. 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Who says what in one text."""

    lang: str | None
    issuer: str | None
    text_digest: str
    reader: str | None  # None where there is no reader for the language
    sentences: tuple[ReadSentence, ...]
    attributions: tuple[Attribution, ...]
    experimental: bool = False  # the language is read without a measured floor
    unread: str | None = None  # why there is no reader: `not read: no reader for th`


@dataclass(frozen=True, slots=True)
class Claim:
    """One unit of who says what in the archive: an attribution, or a sentence that the issuer says itself.

    `quote == text[start:end]` of its version. Actors are resolved (`XKV`); in `chain`, ISSUER stays.
    """

    id: str
    statement: str
    version: str
    current: bool  # false: of an older version
    date: str | None
    title: str | None
    issuer: str | None
    country: str | None  # of the issuer: the code that ISSUER stands for
    lang: str | None
    url: str | None
    sentence: int  # its number, from 1
    chain: tuple[Actor, ...]  # from the issuer inwards
    holder: Actor
    holder_text: str | None  # the words of the text
    act: str
    targets: tuple[str, ...]
    stance: str  # of the issuer to the content: + - 0
    own: bool  # the issuer says it; false: the issuer reports it of others
    quote: str
    start: int
    end: int
    source: Span | None
    cue: Span | None  # None: the sentence itself is the claim
    content: tuple[Span, ...]
    parent: str | None  # the claim whose content this one stands in
    responds_to: tuple[str, ...]  # claims that this one answers
    confidence: float | None  # 0 .. 1; None for a sentence
    experimental: bool  # the language is read without a measured floor
    was: str | None  # the same claim in the version before
    corrected: str | None  # the decision by which a person corrected it
    made_by: str
    prefix: str = ""  # the words before the quote
    suffix: str = ""  # ... and behind it

    @property
    def teller(self) -> str | None:
        """Who issues the statement: code of its state or organisation, else its id or name."""
        return self.country or self.issuer


@dataclass(frozen=True, slots=True)
class Claims:
    """A page of the ledger, newest first. Own and reported claims are counted apart."""

    claims: Sequence[Claim]
    own: int  # claims that the issuer, or the holder asked for, makes itself
    reported: int  # what others report
    next: str | None = None  # cursor of the next page
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # act, holder, target, month -> value -> claims
    not_read: Mapping[str, int] = field(default_factory=dict)  # why -> statements

    @property
    def total(self) -> int:
        """How many claims answer, of both layers."""
        return self.own + self.reported

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)


# --- what is kept ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capture:
    """One accession of bytes."""

    id: str
    statement: str
    url: str | None
    digest: str
    size: int  # bytes of the payload
    media_type: str
    accessioned: str
    captured: str | None
    status: int | None
    path: str
    warc: str  # file below originals/
    offset: int  # of the record in that file, bytes
    length: int  # of the compressed record, bytes
    version: str | None = None  # None when no text came of it
    outcome: str = "version"  # version, refused, missing, moved, failed
    reason: str | None = None
    url_evidence: str | None = None
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One distinct (title, stated date, text) of a statement, named by its earliest capture."""

    id: str
    statement: str
    text: str
    title: str | None
    date: StatedDate | None
    lang: str | None
    issuer: str | None
    kind: str | None
    number: str | None
    marks: tuple[Mark, ...]
    langs: tuple[Stretch, ...]
    pages: tuple[PageStart, ...]
    evidence: Mapping[str, str]
    unknown: Mapping[str, str]
    text_digest: str
    current: bool
    made_by: str
    unread: str | None = None  # why no claims were read from it; None: they were


@dataclass(frozen=True, slots=True)
class Change:
    """What a capture showed, compared with the one before it."""

    statement: str
    capture: str
    change: ChangeKind
    at: str
    url: str | None = None
    edit: EditKind | None = None
    from_version: str | None = None
    to_version: str | None = None
    announced: bool | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement hidden from every view by a person's decision."""

    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two statements that belong together, by evidence or by a person."""

    a: str
    b: str
    kind: LinkKind
    evidence: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One official text at one address in one language; values as decided by people, else as the current version has them."""

    id: str
    key: str
    url: str | None
    dataset: str | None
    original_id: str | None
    title: str | None
    date: str | None
    lang: str | None
    issuer: str | None
    issuer_name: str | None
    country: str | None
    kind: str | None
    number: str | None
    version: str | None  # the current one; None when it has none
    text: str
    tags: tuple[str, ...] = ()
    withdrawn: Withdrawal | None = None
    unread: str | None = None  # why no claims were read from the current version; None: they were


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. Append-only; undone only by a further decision."""

    id: str
    at: str
    by: str
    action: Literal["edit", "tag", "untag", "link", "unlink", "withdraw", "correct", "undo"]
    statement: str
    values: Mapping[str, str | None]
    note: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one item that was added; values as the statement has them now."""

    path: str
    url: str | None
    digest: str
    change: str  # a kind of Change, or refused, missing, gone, moved, kept, failed
    statement: str | None = None
    version: str | None = None
    title: str | None = None
    date: str | None = None
    lang: str | None = None
    issuer: str | None = None
    original_id: str | None = None
    page_type: str | None = None
    reason: str | None = None
    withdrawn: Withdrawal | None = None


@dataclass(slots=True)
class Counts:
    """How many items became what, as a verb goes on."""

    items: int = 0
    faults: int = 0
    changes: dict[str, int] = field(default_factory=dict)

    def take(self, item: Added | Fault) -> None:
        """Count one."""
        self.items += 1
        if isinstance(item, Fault):
            self.faults += 1
        else:
            self.changes[item.change] = self.changes.get(item.change, 0) + 1


# --- what search takes and gives ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """What search knows of one claim; actors are resolved, as in `Claim`."""

    own: bool
    speaker: str | None  # the holder whose own claim it is: who issues the statement; None where it is reported
    reported: tuple[str, ...]  # holders of whom it is only reported
    act: str
    targets: tuple[str, ...]
    start: int  # of its quote, in the text
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search index is told of one version."""

    version: str
    statement: str
    title: str
    text: str
    text_digest: str
    lang: str | None
    issuer: str | None
    country: str | None
    kind: str | None
    tags: tuple[str, ...]
    date: str | None
    current: bool
    alone: bool  # the statement has no other version
    claims: tuple[ClaimMark, ...] = ()


class Suggestion(NamedTuple):
    """A query completed by a word of the archive, and how many versions have that word."""

    text: str
    versions: int


class Note(NamedTuple):
    """What of a query was understood differently, and in which column (from 1) it stands."""

    column: int
    message: str


class Passage(NamedTuple):
    """One more sentence that answers; `quote == (text or title)[start:end]` of its hit."""

    quote: str
    start: int
    end: int
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One sentence of one version that answers a query; `quote == (text or title)[start:end]`."""

    statement: Statement
    version: str
    score: float
    part: Literal["text", "title"]
    current: bool
    quote: str
    start: int
    end: int
    highlights: tuple[Span, ...]
    copies: tuple[str, ...] = ()  # other statements with the same text, folded into this hit
    more: tuple[Passage, ...] = ()  # up to two further sentences of the same part, the better one first

    @property
    def original_id(self) -> str | None:
        """The id in the data set it came from, verbatim."""
        return self.statement.original_id

    @property
    def title(self) -> str | None:
        """The statement's title."""
        return self.statement.title

    @property
    def date(self) -> str | None:
        """The statement's date."""
        return self.statement.date


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, best first."""

    hits: Sequence[Hit]
    total: int  # statements
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    next: str | None = None  # cursor of the next page
    did_you_mean: str | None = None  # the query with words that nothing has replaced by frequent ones spelt alike
    over_time: Mapping[str, int] | None = None  # by month or year when asked for; by month, `2020` is dated to the year only
    undated: int | None = None  # statements without a date, when counts over time are asked for

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


# --- what comparison gives ---------------------------------------------------------------------------------------


class Opcode(NamedTuple):
    """One step from text a to text b."""

    op: Literal["equal", "insert", "delete", "replace"]
    a0: int
    a1: int
    b0: int
    b1: int


class Move(NamedTuple):
    """A paragraph that stands elsewhere in b, unchanged."""

    a0: int
    a1: int
    b0: int
    b1: int


@dataclass(frozen=True, slots=True)
class Edit:
    """The difference of two texts."""

    edit: EditKind
    similarity: float  # 0 .. 1, of the words
    opcodes: tuple[Opcode, ...]
    moved: tuple[Move, ...] = ()
    notes: tuple[str, ...] = ()


Progress = Callable[[int, int | None], None]  # done, of how many (None when unknown)
