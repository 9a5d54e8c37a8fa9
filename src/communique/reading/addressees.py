"""Whom a statement is spoken to as a whole, from its title: `Address to the Parliament of Ormania`."""

from __future__ import annotations

import re

from communique.names import fold
from communique.reading.actors import Gazetteer
from communique.reading.lexicon import Lexicon
from communique.reading.people import people

_MOST = 9  # words of a phrase for somebody
_STOP = re.compile(r"[,:;–—(\"“«]|\s-\s")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)+")


def addressee(title: str, known: Lexicon, book: Gazetteer, own: str | None) -> tuple[str, ...]:
    """The person, else the codes of states and bodies, else the words of whom it is said to; empty where no title says so."""
    phrase = _phrase(title, known, book)
    if not phrase or len(phrase.split()) > _MOST:
        return ()
    mentions = book.mentions(phrase)
    person = people(known.lang).named(phrase)
    if person is not None:
        return (person.name,) if person.code != own or own is None else ()
    behind = _NAME.search(phrase, mentions[-1].end) if mentions else None
    if behind is not None:
        return (behind[0],)
    if mentions and _stands_for(phrase[: mentions[0].start], known):
        return tuple(dict.fromkeys(m.code for m in mentions if m.code != own))
    return () if known.has("own", fold(phrase)) else (phrase,)


def _stands_for(before: str, known: Lexicon) -> bool:
    """Whether what stands before a name leaves it to be the one that is meant: nothing, `people of the`, not `friends of`."""
    words = [fold(word) for word in before.split()]
    while words and (known.has("of", words[-1]) or known.has("articles", words[-1])):
        words.pop()
    return not words or known.has("own", " ".join(words))


def _phrase(title: str, known: Lexicon, book: Gazetteer) -> str:
    """What stands behind `to` or `with`, or whose day or anniversary it is, in the title of a speech or a talk."""
    words = title.split()
    begins = next((n for n in (1, 2) if known.has("speeches", fold(" ".join(words[:n])))), 0)
    if not begins:
        return ""
    at = next((i for i in range(begins, len(words)) if known.has("spoken_to", fold(words[i]))), None)
    rest = words[at + 1 :] if at is not None else _occasion(words[begins:], known, book)
    if rest and known.has("articles", fold(rest[0])):
        rest = rest[1:]
    end = next((i for i, word in enumerate(rest) if known.has("speech_ends", fold(word))), len(rest))
    return _STOP.split(" ".join(rest[:end]))[0].strip(" .")


def _occasion(words: list[str], known: Lexicon, book: Gazetteer) -> list[str]:
    """`90th anniversary of X`; `X Day` where X names an actor, unlike `Labour Day`: X."""
    at = next((i for i, word in enumerate(words) if known.has("anniversaries", fold(word))), None)
    if at is not None:
        return words[at + 2 :]
    if len(words) > 2 and known.has("days", fold(words[-1])) and known.has("speech_ends", fold(words[0])):
        day = " ".join(words[1:-1])
        return [word for m in book.mentions(day)[-1:] for word in day[m.start : m.end].split()]
    return []
