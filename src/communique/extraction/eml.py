"""An e-mail message (RFC 5322, MIME) into an Extraction: the subject is the title, the body the text, the rest is evidence."""

from __future__ import annotations

import email
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import TYPE_CHECKING

from communique import mail
from communique.extraction import dates, facts, sniff, words
from communique.extraction import kind as kinds
from communique.extraction import title as titles
from communique.extraction.decode import decode
from communique.extraction.words import letters, squeezed
from communique.ids import text_digest
from communique.model import Alternative, Extraction, Furniture, Mark, Source, StatedDate
from communique.text import clean, one_line

if TYPE_CHECKING:
    from communique.issuers import Profile

Read = Callable[[Source, str], Extraction]  # reads a part by its form
_PAGE = ("text/html", "application/xhtml+xml")
_READ = ("pdf", "docx", "html")
_SIGNATURE = re.compile(r"^-- ?$", re.M)  # RFC 3676, section 4.3


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a message."""

    plain: Message | None
    page: Message | None
    files: tuple[Message, ...]
    locked: bool


def extract(source: Source, profile: Profile | None, made_by: str, read: Read) -> Extraction:
    """The statement in a message.

    The body is the text; without one, the only attachment that has any. A date in the text outranks the Date field.
    """
    message = email.message_from_bytes(source.data.removeprefix(b"\xef\xbb\xbf"))
    parts = _parts(message)
    subject = _subject(message)
    inner = replace(source, url=source.url, captured=source.captured or mail.sent(message), http_headers=())
    found = _body(inner, parts, subject, read) or _attached(inner, parts, subject, made_by, read)
    if not found.text:
        return facts.asserted(found, source)
    return replace(_signed(_dated(found, message, inner), message, source, profile), page_type="statement", reason=None)


def _parts(message: Message) -> _Parts:
    """Body and attachments; messages inside the message stay closed."""
    leaves = list(_leaves(message))
    bodies = [part for part in leaves if part.get_content_disposition() != "attachment" and not part.get_filename()]
    plain = next((part for part in bodies if part.get_content_type() == "text/plain"), None)
    page = next((part for part in bodies if part.get_content_type() in _PAGE), None)
    files = tuple(part for part in leaves if part is not plain and part is not page and part.get_content_maintype() != "image")
    kinds_ = {message.get_content_type(), *(part.get_content_type() for part in leaves)}
    locked = bool(kinds_ & {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
    return _Parts(plain, page, files, locked)


def _leaves(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        yield part
    elif part.get_content_maintype() == "multipart":
        for inner in payload:
            if isinstance(inner, Message):
                yield from _leaves(inner)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


# --- header fields ----------------------------------------------------------------------------------------------------


def _field(message: Message, name: str) -> str | None:
    """A field as people read it: encoded words and raw bytes decoded, on one line."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), None)
    if raw is None:
        return None
    line = re.sub(r"\r?\n(?=[ \t])", "", decode(raw.encode("utf-8", "surrogateescape")).text)
    if "=?" not in line:
        return one_line(line) or None
    try:
        pieces = [piece if isinstance(piece, str) else piece.decode(charset or "utf-8") for piece, charset in decode_header(line)]
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return one_line(line)
    return one_line("".join(pieces)) or None


def _subject(message: Message) -> str | None:
    """The subject without the prefixes of answers and forwards."""
    return _prefixes().sub("", _field(message, "subject") or "").strip() or None


@functools.cache
def _prefixes() -> re.Pattern[str]:
    known = "|".join(re.escape(word) for line in words.lines("mail_prefixes.txt") for word in line.split())
    return re.compile(rf"(?:\s*(?:{known})\s*(?:\[\d+\])?\s*[:：])+\s*", re.I)


# --- body -------------------------------------------------------------------------------------------------------------


def _body(source: Source, parts: _Parts, subject: str | None, read: Read) -> Extraction | None:
    """The body: the plain part, unless the HTML part says more than twice as much. None when neither has a letter."""
    plain = _plain(source, parts.plain, subject, read) if parts.plain is not None else None
    page = _page(source, parts.page, subject, read) if parts.page is not None else None
    if plain is not None and (page is None or 2 * letters(plain.text) >= letters(page.text)):
        return plain if letters(plain.text) else None
    return page if page is not None and letters(page.text) else None


def _plain(source: Source, part: Message, subject: str | None, read: Read) -> Extraction:
    """The plain part, read as a text file whose first line is the subject; a signature below `--` is furniture."""
    decoded = decode(_bytes(part), part.get_content_charset())
    text = clean(decoded.text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, delete=str(part.get_param("delsp", "")).lower() == "yes")
    signed = _SIGNATURE.search(text)
    body, signature = (text[: signed.start()], text[signed.start() :].strip()) if signed else (text, "")
    found = _as_text(source, f"{subject}\n\n{body}" if subject else body, read)
    if subject and found.title != one_line(subject):
        found = _titled(_as_text(source, body, read), subject, heading=False)
    elif subject:
        found = _with_evidence(found, title="mail header Subject")
    whole = found.page_text
    if signature and whole:
        start = len(whole) + 1
        whole = f"{whole}\n{signature}"
        found = replace(found, furniture=(*found.furniture, Furniture(start, len(whole), "signature")))
    damaged = decoded.damaged or found.damaged
    return replace(found, page_text=whole, page_text_digest=text_digest(whole), encoding=decoded.encoding, damaged=damaged)


def _as_text(source: Source, text: str, read: Read) -> Extraction:
    return read(replace(source, data=text.encode("utf-8", "surrogatepass"), media_type="text/plain"), "text")


def _unflowed(text: str, *, delete: bool) -> str:
    """Format=flowed (RFC 3676) undone: a line that ends in a space goes on with the next of the same depth of quotation."""
    found, open_ = list[str](), False
    depth = 0
    for raw in text.split("\n"):
        quoted = len(raw) - len(raw.lstrip(">"))
        line = raw[quoted:].removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        if open_ and quoted == depth:
            found[-1] = (found[-1][:-1] if delete else found[-1]) + line
        else:
            found.append((">" * quoted + " " if quoted else "") + line)
        open_, depth = soft, quoted
    return "\n".join(found)


def _page(source: Source, part: Message, subject: str | None, read: Read) -> Extraction:
    """The HTML part, read as a page."""
    charset = part.get_content_charset()
    headers = (("Content-Type", f"text/html; charset={charset}"),) if charset else ()
    return _titled(read(replace(source, data=_bytes(part), media_type="text/html", http_headers=headers), "html"), subject)


def _titled(found: Extraction, subject: str | None, *, heading: bool = True) -> Extraction:
    """A part under the message's subject: a title of its own that says something else goes back into the text."""
    if subject is None or not found.text:
        return found
    shown = found.title
    if shown and squeezed(shown) not in squeezed(subject) and squeezed(shown) in squeezed(found.page_text):
        moved = _moved(found, len(shown) + 1)
        marks = ((Mark(0, len(shown), "heading"),) if heading else ()) + moved.marks
        found = replace(moved, text=f"{shown}\n{found.text}", marks=marks)
    elif again := titles.repeated(found.text.split("\n")[:10], subject):
        found = _without_lines(found, len(again)) if min(again) == 0 else found
    if found.kind is None and (named := kinds.kind([("title", subject)], found.lang))[0]:
        found = replace(_with_evidence(found, kind=named[1]), kind=named[0])
    return replace(_with_evidence(found, title="mail header Subject"), title=subject)


def _without_lines(found: Extraction, count: int) -> Extraction:
    """A text without its first lines."""
    cut = len("\n".join(found.text.split("\n")[:count])) + 1
    return replace(_moved(found, -cut), text=found.text[cut:]) if found.text[cut:] else found


def _moved(found: Extraction, by: int) -> Extraction:
    """What points into a text, moved; the first language and the first page still begin where the text does."""
    marks = tuple(Mark(m.start + by, m.end + by, m.kind) for m in found.marks if m.start + by >= 0)
    langs = [one._replace(start=max(0, one.start + by), end=one.end + by) for one in found.langs if one.end + by > 0]
    pages = [one._replace(start=max(0, one.start + by)) for one in found.pages]
    pages = [one for n, one in enumerate(pages) if n + 1 == len(pages) or pages[n + 1].start > 0]
    langs[:1] = [one._replace(start=0) for one in langs[:1]]
    pages[:1] = [one._replace(start=0) for one in pages[:1]]
    return replace(found, marks=marks, langs=tuple(langs), pages=tuple(pages))


def _attached(source: Source, parts: _Parts, subject: str | None, made_by: str, read: Read) -> Extraction:
    """The only attachment with text, for a message that has none of its own; else nothing, and why."""
    if parts.locked:
        return facts.nothing("encrypted: only the holder of the key can read the message", made_by)
    readable: list[tuple[str, Extraction]] = []
    for part in parts.files:
        data = _bytes(part)
        inner = replace(source, data=data, media_type=sniff.media_type(data) if data else part.get_content_type())
        form = sniff.form(inner)
        if data and form in _READ and (found := read(inner, form)).text:
            readable.append((f"{one_line(_name(part))} ({inner.media_type})", found))
    if len(readable) == 1:
        name, found = readable[0]
        said = f"attachment {name}; the message has no text of its own"
        more = found.evidence.get("text")
        return _titled(_with_evidence(found, text=f"{said}; {more}" if more else said), subject)
    if readable:
        names = ", ".join(name for name, _ in readable)
        return facts.nothing(f"the message has no text of its own but {len(readable)} attachments that have: {names}", made_by)
    without = f", and none of its {len(parts.files)} attachments is a PDF, Word or HTML file with text" if parts.files else ""
    return facts.nothing(f"the message has no text{without}", made_by)


def _name(part: Message) -> str:
    return part.get_filename() or "without a name"


# --- date and issuer --------------------------------------------------------------------------------------------------


def _dated(found: Extraction, message: Message, source: Source) -> Extraction:
    """With the day on which the message was sent, where the text does not say its date itself, else as an alternative."""
    day, said = mail.sent_day(message), f"Date: {_field(message, 'date')}"
    if day is None or (found.date and found.date.source == "asserted"):
        return found
    stated, why = dates.find(dates.Given(structured=[("mail header Date", day)], captured=source.captured))
    if stated is None:
        return found if found.date else replace(found, unknown={**found.unknown, "date": why})
    own = found.date
    if own is None or own.inferred or (own.precision != "day" and day.startswith(own.value)):
        unknown = {name: reason for name, reason in found.unknown.items() if name != "date"}
        others = own.alternatives if own else ()
        if own and not day.startswith(own.value):
            others = (Alternative(own.value, own.source, own.evidence), *others)
        others = tuple(other for other in others if other.value != day)
        return replace(found, date=StatedDate(day, "day", "mail header", said, False, others), unknown=unknown)
    if own.value == day or any(other.value == day for other in own.alternatives):
        return found
    return replace(found, date=replace(own, alternatives=(*own.alternatives, Alternative(day, "mail header", said))))


def _signed(found: Extraction, message: Message, source: Source, profile: Profile | None) -> Extraction:
    """With the sender's address as the evidence of an issuer that it, and nothing else, told."""
    told_otherwise = source.asserted.issuer or source.url or found.issuer is None
    if profile is None or told_otherwise or found.issuer != profile.id:
        return found
    return _with_evidence(found, issuer=f"mail header From: {mail.sender(message)} (profile {profile.id})")


def _with_evidence(found: Extraction, **said: str) -> Extraction:
    unknown = {name: why for name, why in found.unknown.items() if name not in said}
    return replace(found, evidence={**found.evidence, **said}, unknown=unknown)
