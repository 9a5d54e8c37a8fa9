"""Carrying over what people decided when texts are read anew; what cannot be carried becomes a fault, never silently lost.

Values, tags, links and withdrawals stand on a whole statement: they are carried as long as the statement is there. What
stands on words of a text has an anchor, and is carried to where these words stand now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from communique import anchor
from communique.anchor import Anchor
from communique.flows.rooms import Rooms
from communique.holdings import Ingest
from communique.ids import text_digest
from communique.model import Decision, Fault

WHAT = "decision"  # the operation that such a fault names
_SHOWN = 60  # code points of a quote in a message


class Anchored(NamedTuple):
    """Words that a decision is about."""

    decision: str
    anchor: Anchor


def carry(anchored: Iterable[Anchored], text: str, version: str) -> Iterator[Anchored | Fault]:
    """The same words in the text that a version has now: each with its new anchor, or a fault where they are not to be found.

    Args:
        anchored: decisions with the anchors that they were made with.
        text: as it is read now.
        version: whose text it is, for the message.
    """
    digest = text_digest(text)
    for one in anchored:
        found = one.anchor if one.anchor.digest == digest else anchor.carry(one.anchor, text)
        if found is not None:
            yield Anchored(one.decision, found)
            continue
        quote = one.anchor.exact if len(one.anchor.exact) <= _SHOWN else f"{one.anchor.exact[:_SHOWN]} ..."
        places = "stand in several places" if one.anchor.exact in text else "no longer stand"
        why = f'its words "{quote}" {places} in the text of version {version}'
        yield Fault(
            _path(one.decision), WHAT, why, f'Look at "communique show {version}" and decide anew, or dismiss this fault.'
        )


def check(rooms: Rooms, ingest: Ingest) -> None:
    """A fault for each decision that stands on a statement that is not in the archive; it is mended when it is there again.

    The decision stays in `decisions.jsonl` and applies again as soon as there is such a statement.
    """
    holdings = rooms.holdings
    adrift = [_fault(rooms, decision, statement) for decision, statement in holdings.decisions.adrift()]
    dismissed = holdings.views.settled_faults(WHAT) if adrift else set()
    still = {fault.path for fault in adrift}
    for row in holdings.views.open_faults():
        if row["what"] == WHAT and row["path"] not in still:
            ingest.mended(row["path"])
    for fault in adrift:
        if (fault.path, fault.why) not in dismissed:
            ingest.fault(fault)


def _fault(rooms: Rooms, decision: Decision, statement: str) -> Fault:
    said = ", ".join(f"{name} {value}" for name, value in decision.values.items())
    reason = rooms.holdings.views.refusal(statement)
    gone = f"is no statement as it is read now ({reason})" if reason else "is not in the archive"
    why = f"{decision.action} ({said}) by {decision.by} on {decision.at[:10]} cannot be applied: {statement} {gone}"
    mend = (
        "mend the issuer's profile and rebuild"
        if reason
        else "add what is missing, or restore originals/ from a copy and rebuild"
    )
    todo = f"It is kept and applies as soon as the statement is there: {mend}; or dismiss this fault."
    return Fault(_path(decision.id), WHAT, why, todo)


def _path(decision: str) -> str:
    return f"decisions.jsonl {decision}"
