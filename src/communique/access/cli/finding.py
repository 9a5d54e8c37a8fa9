"""The verbs search, similar, show, history, list and status: what is in the archive."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from communique.access import records
from communique.access.cli.chart import drawn
from communique.access.cli.options import (
    Country,
    Cursor,
    Issuer,
    Json,
    Kind,
    Lang,
    Limit,
    Region,
    Since,
    Tag,
    Until,
    filters,
    opened,
)
from communique.access.cli.output import console, counted, inline, label, message, plain, record, say, table
from communique.archive import Archive
from communique.errors import UsageError
from communique.model import Hit, Hits, Passage, Statement
from communique.names import region_names

_INDENT = 2  # columns before a quote

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    for verb in (search, similar, show, history, status):
        app.command()(verb)
    app.command("list")(list_)


def search(
    context: typer.Context,
    query: Annotated[
        list[str], typer.Argument(help='Words, "phrases", AND OR NOT, field:value, date:[A TO B].', show_default=False)
    ],
    issuer: Issuer = None,
    country: Country = None,
    region: Region = None,
    lang: Lang = None,
    kind: Kind = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    all_words: Annotated[bool, typer.Option("--all-words", help="Demand every word.")] = False,
    sort: Annotated[str, typer.Option("--sort", help="relevance, date (newest first) or -date (oldest first).")] = "relevance",
    facets: Annotated[
        bool, typer.Option("--facets", help="Count by issuer, country, region, kind, language, year, tag, act.")
    ] = False,
    histogram: Annotated[str | None, typer.Option("--histogram", help="Count by month or year, drawn as a chart.")] = None,
    complete: Annotated[bool, typer.Option("--complete", help="Complete the last word instead of searching.")] = False,
    limit: Limit = 10,
    cursor: Cursor = None,
    json: Json = False,
) -> None:
    """Find sentences; each hit shows the sentence that answers."""
    if complete:
        _complete(opened(context), " ".join(query), lang[0] if lang and len(lang) == 1 else None, limit, json)
        return
    if histogram not in (None, "month", "year"):
        raise UsageError(f"--histogram: {histogram!r} is no span of time", "Use month or year.")
    found = opened(context).search(
        " ".join(query), issuer=issuer, country=country, region=region, lang=lang, kind=kind, tag=tag,
        since=since, until=until,
        all_words=all_words, sort=sort, limit=limit, cursor=cursor, facets=facets or json,
        over_time=cast("Literal['month', 'year'] | None", histogram),
    )  # fmt: skip
    if json:
        record(records.results(found))
        for hit in found:
            record(records.hit(hit))
        return
    print_hits(found, facets)


def _complete(archive: Archive, text: str, lang: str | None, limit: int, json: bool) -> None:
    for one in archive.suggest(text, lang=lang, limit=limit):
        if json:
            record(records.suggestion(one))
        else:
            say(f"{plain(one.text)}  {one.versions}")


def similar(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id, unique prefix, URL or original id.", show_default=False)],
    limit: Limit = 10,
    json: Json = False,
) -> None:
    """Other statements with the same characteristic words."""
    found = opened(context).similar(id_, limit=limit)
    if json:
        record(records.results(found))
        for hit in found:
            record(records.hit(hit))
        return
    print_hits(found, facets=False)


def print_hits(found: Hits, facets: bool) -> None:
    """Hits for a person: head, title, the sentence with its words marked."""
    for note in found.notes:
        message(f"column {note.column}: {note.message}" if note.column else note.message)
    say(counted(found.total, "statement"))
    if found.did_you_mean:
        say(f"did you mean: {plain(found.did_you_mean)}")
    if found.over_time is not None:
        say("\n".join(drawn(found.over_time, found.undated or 0)))
    for hit in found:
        _print_hit(hit)
    if facets:
        say()
        for name, values in ((name, values) for name, values in found.facets.items() if values):
            say(f"{name}: " + ", ".join(f"{_named(name, value)} {number}" for value, number in values.items()))
    if found.next:
        say(f"more: --cursor {found.next}")


def _named(facet: str, value: str) -> str:
    """A value of a facet; a region by its English name beside the number that stands for it."""
    return f"{region_names(value).get('en', value)} ({value})" if facet == "region" else plain(value)


def _print_hit(hit: Hit) -> None:
    from rich.text import Text

    one = hit.statement
    head = "  ".join(x for x in (one.date or "undated", plain(one.issuer_name or one.issuer), one.id) if x)
    out = console()
    out.print(Text(f"\n{head}", style="dim"), Text(label(one), style="bold"), sep="\n")
    stale = "" if hit.current else "  [no longer stands there]"
    for quote in (_marked(hit, out).append(stale, "red"), *(_marked(passage, out) for passage in hit.more)):
        for line in quote.wrap(out, max(out.width - _INDENT, _INDENT)):
            line.rstrip()
            out.print(Text(" " * _INDENT).append_text(line))


def _marked(hit: Hit | Passage, out: Console) -> Text:
    """The quote with its words marked: in colour, or in brackets where there is none."""
    from rich.text import Text

    if out.color_system is None:
        return Text(_bracketed(hit))
    quote, at = Text(), hit.start
    for start, end in hit.highlights:
        quote.append(inline(hit.quote[at - hit.start : start - hit.start]))
        quote.append(inline(hit.quote[start - hit.start : end - hit.start]), "bold yellow")
        at = end
    return quote.append(inline(hit.quote[at - hit.start :]))


def _bracketed(hit: Hit | Passage) -> str:
    """The quote with its highlights in brackets, where there is no colour."""
    out, at = [], hit.start
    for start, end in hit.highlights:
        out += [hit.quote[at - hit.start : start - hit.start], "[", hit.quote[start - hit.start : end - hit.start], "]"]
        at = end
    return plain("".join([*out, hit.quote[at - hit.start :]]))


def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id, unique prefix, URL or original id.", show_default=False)],
    at: Annotated[str | None, typer.Option("--at", help="As it stood then (captures with a recorded time only).")] = None,
    json: Json = False,
) -> None:
    """One statement with its provenance."""
    archive = opened(context)
    one = archive.show(id_, at=at)
    if json:
        record(_whole(archive, one))
        return
    if one.withdrawn:
        say(f"{one.id}  withdrawn {one.withdrawn.at[:10]} by {plain(one.withdrawn.by)}: {plain(one.withdrawn.reason)}")
        return
    _print_statement(archive, one)


def _whole(archive: Archive, one: Statement) -> dict[str, object]:
    """The statement's record with its versions and captures."""
    if one.withdrawn:
        return records.statement(one)
    return records.statement(one, archive.versions(one.id)[one.id], archive.captures(one.id)[one.id])


def _print_statement(archive: Archive, one: Statement) -> None:
    version = archive.version(one.version or one.id)
    captures = [c for c in archive.captures(one.id)[one.id] if c.version == version.id]
    say(label(one))
    say(f"{one.date or 'undated'}  {plain(one.issuer_name or one.issuer) or 'issuer unknown'}  {one.lang or 'language unknown'}")
    if one.unread:
        say(f"not read: {plain(one.unread)}")
    say()
    say(one.text)
    say()
    rows = [("statement", one.id), ("version", version.id), ("url", one.url or "none"), ("kind", one.kind or "unknown")]
    if version.date:
        inferred = ", inferred" if version.date.inferred else ""
        rows.append(("date read from", f"{version.date.source}{inferred}: {version.date.evidence}"))
        rows += [("other date", f"{a.value} ({a.source}: {a.evidence})") for a in version.date.alternatives]
    rows += [(f"{name} read from", words) for name, words in version.evidence.items() if name != "date"]
    rows += [(f"{name} unknown", reason) for name, reason in version.unknown.items()]
    rows += [("tags", ", ".join(one.tags))] if one.tags else []
    for capture in captures:
        rows.append(("captured", f"{capture.captured or 'time not recorded'}, came in {capture.accessioned[:19]}Z"))
        rows.append(("original", f"{capture.warc}, offset {capture.offset}, {capture.digest}"))
        if capture.media_type == "application/json":
            rows.append(("", "a row of a data set: no original page"))
    rows += [(link.kind, f"{link.b if link.a == one.id else link.a} ({link.evidence})") for link in archive.links(one)]
    table(("", ""), rows)


def history(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id, unique prefix, URL or original id.", show_default=False)],
    json: Json = False,
) -> None:
    """The versions and captures of one statement, what changed, and what people decided."""
    archive = opened(context)
    one = archive.show(id_)
    if json:
        _history_records(archive, one)
        return
    if one.withdrawn:
        say(f"{one.id}  withdrawn {one.withdrawn.at[:10]} by {plain(one.withdrawn.by)}: {plain(one.withdrawn.reason)}")
        return
    say(label(one))
    _print_history(archive, one)


def _print_history(archive: Archive, one: Statement) -> None:
    steps = {change.capture: change for change in archive.changes(one.id)[one.id]}
    rows = []
    for capture in archive.captures(one.id)[one.id]:
        change = steps.get(capture.id)
        what = f"{change.change} {change.edit or ''}".strip() if change else ("same" if capture.version else capture.outcome)
        when = capture.captured or "not recorded"
        rows.append((capture.id, when, capture.accessioned[:19] + "Z", what, capture.version or "-"))
    table(("capture", "captured", "came in", "change", "version"), rows, last_folds=False)
    edits = [c for c in steps.values() if c.change == "edited"]
    if edits:
        say(f'The words that changed: "communique diff {edits[-1].from_version} {edits[-1].to_version}"')
    decided = archive.decisions(one.id)
    if decided:
        table(
            ("decision", "at", "by", "action", "values"),
            [(d.id, d.at[:19], d.by, d.action + (f" of {d.undoes}" if d.undoes else ""), dict(d.values)) for d in decided],
        )


def _history_records(archive: Archive, one: Statement) -> None:
    if one.withdrawn:
        record(records.statement(one))
        return
    captures = archive.captures(one.id)[one.id]
    for capture in captures:
        record({"type": "capture", **records.capture(capture)})
    for version in archive.versions(one.id)[one.id]:
        record({"type": "version", **records.version(version)})
    for change in archive.changes(one.id)[one.id]:
        record({"type": "change", **records.change(change)})
    for decision in archive.decisions(one.id):
        record({"type": "decision", **records.decision(decision)})
    for link in archive.links(one):
        record({"type": "link", **records.link(link)})


def list_(
    context: typer.Context,
    issuer: Issuer = None,
    country: Country = None,
    region: Region = None,
    lang: Lang = None,
    kind: Kind = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="A random sample of so many.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same sample.")] = 0,
    limit: Limit = 50,
    cursor: Cursor = None,
    json: Json = False,
) -> None:
    """What is in the archive, newest first."""
    archive = opened(context)
    narrowed = filters(issuer, country, region, lang, kind, tag, since, until)
    following: str | None = None
    if sample is not None:
        shown = archive.sample(sample, seed=seed, filters=narrowed)
        total = len(shown)
    else:
        shown, total, following = archive.list(narrowed, limit=limit, cursor=cursor)
    if json:
        for one in shown:
            record(_whole(archive, one))
    else:
        rows = [
            (one.id, one.date or "undated", one.lang, one.issuer, "(withdrawn)" if one.withdrawn else label(one)) for one in shown
        ]
        table(("statement", "date", "lang", "issuer", "title"), rows)
    for why, number in Counter(one.unread for one in shown if one.unread).items():
        message(f"{counted(number, 'statement')} of these not read: {plain(why)}")
    message(f"{len(shown)} of {counted(total, 'statement')}" + (f"; more: --cursor {following}" if following else ""))


def status(context: typer.Context, json: Json = False) -> None:
    """Counts, period, last capture, queues, faults."""
    facts = opened(context).status()
    if json:
        record(records.status(facts))
        return
    rows = []
    for name, value in facts.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        rows.append((name.replace("_", " "), "none" if shown in (None, "") else shown))
    table(("", ""), rows)
