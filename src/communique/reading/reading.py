"""Reading a text: the frame by rule, spans and labels by a reader, holders and chains by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.actor_names import NO_NAMES, ActorNames
from communique.ids import text_digest
from communique.model import Actor, Attribution, Reading, ReadSentence
from communique.reading.actors import knowing
from communique.reading.addressing import addressed
from communique.reading.frame import ISSUER, Frame, frame
from communique.reading.holders import Holder, Holders
from communique.reading.reader import Marked, Reader, Relation
from communique.reading.readers import EXPERIMENTAL, reader
from communique.reading.replies import responses
from communique.reading.sources import cleaned
from communique.reading.targets import carried, named

_FORMULAS = frozenset({"dateline", "signature"})
_SILENT = frozenset({"heading", "dateline", "salutation", "signature"})


def read(
    text: str,
    issuer: str | None = None,
    lang: str | None = None,
    title: str | None = None,
    date: str | None = None,
    reader_name: str | Reader | None = None,
    country: str | None = None,
    actors: ActorNames = NO_NAMES,
) -> Reading:
    """Who says what in a text, taken as it is.

    Args:
        issuer: a profile's name, a code or any name; unknown names are accepted.
        lang: BCP-47; without it no reader is chosen.
        reader_name: `encoder` (the default), `none`, or a reader.
        country: the code of the issuer's state or organisation, where it is known.
        actors: names of states and organisations that are known beside those of the package, and go before them.

    Raises:
        UsageError: an unknown reader.
    """
    chosen = reader(reader_name, lang)
    base = (lang or "").split("-")[0]
    digest = text_digest(text)
    with knowing(actors.of(lang)):
        framed = frame(text, issuer=issuer, country=country, lang=lang, title=title)
        if chosen is None:
            why = _why_not(reader_name, lang)
            silent = tuple(_sentence(framed, n, None, ()) for n in range(len(framed.sentences)))
            return Reading(lang, issuer, digest, None, silent, (), unread=why)
        sentences, attributions = _told(framed, _marks(chosen, framed))
    return Reading(lang, issuer, digest, chosen.name, sentences, attributions, experimental=base in EXPERIMENTAL)


def _why_not(reader_name: str | Reader | None, lang: str | None) -> str:
    if reader_name == "none":
        return "not read: no reader is wanted (reader none)"
    return f"not read: no reader for {lang}" if lang else "not read: the language is unknown"


def _marks(chosen: Reader, framed: Frame) -> Marked:
    own = [(m.start, m.end) for m in framed.mentions if framed.is_issuer(m)]
    actors = [(m.start, m.end, m.kind) for m in framed.mentions]
    return chosen.read(framed.text, framed.sentences, framed.lang, own, actors)


def _told(framed: Frame, marked: Marked) -> tuple[tuple[ReadSentence, ...], tuple[Attribution, ...]]:
    """Spans and labels with their holders, in the order of the cues."""
    relations = cleaned(framed, _in_order(marked.relations, framed))
    found = Holders(framed, relations)
    holders = found.resolve()
    speaking = [found.speaking(one) for one in relations]
    chains = _chains(relations, holders, speaking)
    answered = responses(relations, holders)
    names = [f"a{at + 1}" for at in range(len(relations))]
    attributions = tuple(
        Attribution(
            id=names[at],
            sentence=one.sentence + 1,
            source=one.source,
            cue=one.cue,
            content=one.content,
            holder=holders[at].who,
            holder_text=holders[at].words,
            chain=chains[at],
            act=one.act,
            targets=named(framed, one.targets, holders[at], one.sentence),
            stance=_stance(one.stance, holders[at].who, speaking[at]),
            parent=names[one.parent] if one.parent is not None else None,
            responds_to=tuple(names[i] for i in answered[at]),
            confidence=round(one.confidence, 3),
        )
        for at, one in enumerate(relations)
    )
    acts = [mark.act for mark in marked.sentences]
    acts = _reported(acts, relations, holders, speaking)
    own_targets = [named(framed, mark.targets, None, n) for n, mark in enumerate(marked.sentences)]
    aimed = carried(framed, acts, addressed(framed, acts, own_targets))
    sentences = tuple(_sentence(framed, n, act, aimed[n]) for n, act in enumerate(acts))
    return sentences, attributions


def _reported(
    acts: Sequence[str], relations: Sequence[Relation], holders: Sequence[Holder], speaking: Sequence[Actor]
) -> list[str]:
    """Acts of sentences; what another, who has not the floor, demands or denies in a sentence of nothing else is reported."""
    out = list(acts)
    for n, act in enumerate(acts):
        outer = [i for i, one in enumerate(relations) if one.sentence == n and one.parent is None]
        if len(outer) != 1 or act == "ASK" or speaking[outer[0]] != ISSUER:
            continue
        one, who = relations[outer[0]], holders[outer[0]].who
        if one.act == act and one.stance == "0" and one.source is not None and isinstance(who, str) and who != ISSUER:
            out[n] = "STATE"
    return out


def _stance(read: str, holder: Actor, speaking: Actor) -> str:
    """The issuer takes no side where somebody else has the floor, and asserts or disputes what it says itself.

    In the training part 251 of 269 words of others in others' turns have no stance, and 10 of 3,058 of the issuer's elsewhere.
    """
    if holder != ISSUER:
        return read if speaking == ISSUER else "0"
    return "+" if speaking == ISSUER and read == "0" else read


def _in_order(relations: Sequence[Relation], framed: Frame) -> list[Relation]:
    """Relations by the place of their cue, parents renumbered; none without content, in a turn's label or in a formula."""
    formulas = [span for span, kind in zip(framed.sentences, framed.kinds, strict=True) if kind in _FORMULAS]
    outside = [(turn.start, turn.end) for turn in framed.turns] + formulas
    said = [i for i, r in enumerate(relations) if r.content and not any(a <= r.cue[0] < b for a, b in outside)]
    kept = sorted(said, key=lambda i: relations[i].cue)
    place = {old: new for new, old in enumerate(kept)}
    made = []
    for old in kept:
        parent = relations[old].parent
        made.append(replace(relations[old], parent=place.get(parent) if parent is not None else None))
    return made


def _chains(relations: Sequence[Relation], holders: Sequence[Holder], speaking: Sequence[Actor]) -> list[tuple[Actor, ...]]:
    """From the issuer inwards, consecutive equal holders once; a journalist or guest in whose turn it stands is a link of it."""
    chains: list[tuple[Actor, ...]] = []
    for at in range(len(relations)):
        line: list[int] = []
        here: int | None = at
        while here is not None and here not in line:
            line.append(here)
            here = relations[here].parent
        chain: list[Actor] = list(dict.fromkeys((ISSUER, speaking[line[-1]])))
        for one in reversed(line):
            who = holders[one].who
            if len(chain) == 1 and chain[0] == ISSUER and isinstance(who, tuple) and ISSUER in who:
                chain = [who]  # the issuer together with others: nobody reports them
            elif who != chain[-1]:
                chain.append(who)
        chains.append(tuple(chain))
    return chains


def _sentence(framed: Frame, n: int, act: str | None, targets: tuple[str, ...]) -> ReadSentence:
    start, end = framed.sentences[n]
    speaker = framed.speakers[n]
    kind = framed.kinds[n]
    told = "STATE" if act is not None and kind in _SILENT else act
    return ReadSentence(n + 1, start, end, told, targets if told == act else (), speaker.shown if speaker else None, kind)
