"""The verbs claims and correct: who says what, and what people say of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from communique.access import records
from communique.access.cli.chart import drawn
from communique.access.cli.deciding import UNKNOWN, report
from communique.access.cli.options import (
    Act,
    By,
    Country,
    Cursor,
    Holder,
    Issuer,
    Json,
    Kind,
    Lang,
    Limit,
    Note,
    Own,
    Region,
    Since,
    Tag,
    Target,
    Undo,
    Until,
    opened,
)
from communique.access.cli.output import counted, message, plain, record, say, table
from communique.model import Claim, Claims

UNDATED = "undated"  # in counts by month
_NAME = 24  # letters of a name in the table


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    for verb in (claims, correct):
        app.command()(verb)


def claims(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(help='Words that all stand in the claim; "words beside each other".', show_default=False)
    ] = None,
    holder: Holder = None,
    act: Act = None,
    target: Target = None,
    own: Own = None,
    issuer: Issuer = None,
    country: Country = None,
    region: Region = None,
    lang: Lang = None,
    kind: Kind = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    older: Annotated[bool, typer.Option("--older", help="Claims of older versions, too.")] = False,
    counts: Annotated[list[str] | None, typer.Option("--counts", help="Count by act, holder, target or month.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    json: Json = False,
) -> None:
    """The ledger: who says what, about whom. What is reported of others is marked, and never counted with their own words."""
    found = opened(context).claims(
        " ".join(query or ()), holder=holder, act=act, target=target, own=own, issuer=issuer, country=country, region=region,
        lang=lang, kind=kind, tag=tag, since=since, until=until, older=older, counts=counts or (), limit=limit, cursor=cursor,
    )  # fmt: skip
    if counts:
        _counted(found, own, json)
    elif json:
        for one in found:
            record(records.claim(one))
    else:
        _listed(found)
    _said(found, listed=not counts)


def _listed(found: Claims) -> None:
    rows = [
        (one.id, one.date or "undated", who(one), one.act, ", ".join(one.targets), f"{_marks(one)}{plain(one.quote)}")
        for one in found
    ]
    table(("claim", "date", "who", "act", "about", "words"), rows)


def who(one: Claim) -> str:
    """Whose claim it is: `XKV`, or `XTM according to XKV`; of a longer chain the ends."""
    chain = one.chain if len(one.chain) < 3 else (one.chain[0], "…", one.chain[-1])
    return records.teller(chain, one.teller or "issuer unknown", _NAME)


def _marks(one: Claim) -> str:
    marks = [("experimental", one.experimental), ("older version", not one.current), ("corrected", one.corrected is not None)]
    return "".join(f"[{words}] " for words, holds in marks if holds)


def _counted(found: Claims, own: bool | None, json: bool) -> None:
    """Numbers of one layer: own claims unless reported ones were asked for."""
    layer = "reported" if own is False else "own"
    if json:
        record(records.claim_counts(found, layer))
        return
    for name, values in found.counts.items():
        if name == "month":
            _drawn(values, layer)
        else:
            table((name, f"{layer} claims"), list(values.items()))
    if own is None and found.reported:
        message(f"own claims only; {counted(found.reported, 'reported claim')} left out (--reported counts these)")


def _drawn(months: Mapping[str, int], layer: str) -> None:
    """A bar a month, those without claims too."""
    say(f"{layer} claims by month")
    for line in drawn({name: n for name, n in months.items() if name != UNDATED}, months.get(UNDATED, 0)):
        say(line)


def _said(found: Claims, *, listed: bool) -> None:
    """On stderr: both layers apart, where to go on, and what is not read."""
    if listed:
        more = f"; more: --cursor {found.next}" if found.next else ""
        message(f"{counted(found.own, 'own claim')} and {counted(found.reported, 'reported claim')}; {len(found)} shown{more}")
    for why, number in found.not_read.items():
        message(f"{counted(number, 'statement')} not read: {why}")


def correct(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, or a unique prefix.", show_default=False)],
    holder: Annotated[
        list[str] | None, typer.Option("--holder", help='Whose claim it is: ISSUER, a code, words, "unknown"; several: repeat.')
    ] = None,
    act: Annotated[str | None, typer.Option("--act", help="What the speech does.")] = None,
    stance: Annotated[str | None, typer.Option("--stance", help="Of the issuer to the content: + - 0.")] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help='About whom; several: repeat; "unknown": about nobody named.')
    ] = None,
    not_a_claim: Annotated[bool, typer.Option("--not-a-claim", help="It is no claim: no view shows it.")] = False,
    note: Note = None,
    undo: Undo = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Correct what the reader made of a claim. It outranks the machine, and stays when the text is read anew."""
    archive = opened(context)
    if undo:
        report([archive.uncorrect(claim, note=note, by=by)], json)
        return
    aimed = None if target is None else [one for one in target if one != UNKNOWN]
    decided = archive.correct(
        claim, holder=holder, act=act, stance=stance, targets=aimed, not_a_claim=not_a_claim, note=note, by=by
    )  # fmt: skip
    report([decided], json)
