"""What a person says of a claim, as the values of a decision: the claim's anchor, and what holds instead."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from communique.acts import ACTS, STANCES
from communique.errors import UsageError
from communique.holdings.claim_rows import ISSUER
from communique.names import actor_code

UNKNOWN = "unknown"


def correction(
    row: Mapping[str, Any],
    *,
    holder: str | Sequence[str] | None,
    act: str | None,
    stance: str | None,
    targets: Sequence[str] | None,
    not_a_claim: bool,
) -> dict[str, str | None]:
    """The values of the decision; lists and actors as JSON.

    Raises:
        UsageError: nothing to correct, or no such act or stance.
    """
    said: dict[str, str | None] = {}
    if holder is not None:
        several = [_actor(one) for one in ([holder] if isinstance(holder, str) else holder)]
        known = [one for one in several if one]
        said["holder"] = json.dumps(known if len(known) > 1 else known[0] if known else None, ensure_ascii=False)
    if act is not None:
        said["act"] = act.upper()
        if said["act"] not in ACTS:
            raise UsageError(f"correct: {act!r} is no act", f"Acts are {', '.join(ACTS)}.")
    if stance is not None:
        said["stance"] = stance
        if stance not in STANCES:
            raise UsageError(f"correct: {stance!r} is no stance", "The issuer's stance to the content is +, - or 0.")
    if targets is not None:
        said["targets"] = json.dumps([one for one in map(_actor, targets) if one], ensure_ascii=False)
    if not_a_claim:
        said["removed"] = "true"
    if not said:
        raise UsageError("correct: nothing to correct", "Give --holder, --act, --stance, --target or --not-a-claim.")
    return {**_anchor(row), **said}


def _actor(word: str) -> str | None:
    if word == UNKNOWN:
        return None
    return ISSUER if word.upper() == ISSUER else actor_code(word) or word


def _anchor(row: Mapping[str, Any]) -> dict[str, str | None]:
    """How the claim is found again: id, place, words, context, the digest of the text."""
    return {
        "claim": row["id"],
        "version": row["version"],
        "start": str(row["start"]),
        "end": str(row["end"]),
        "cue": json.dumps(row["cue"]) if row["cue"] else None,
        "exact": row["quote"],
        "prefix": row["prefix"],
        "suffix": row["suffix"],
        "digest": row["text_digest"],
    }
