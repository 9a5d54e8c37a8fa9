"""The verbs extract, diff and issuers: no archive needed."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.access import records
from communique.access.cli.options import Json, Ocr, ScanLang, opened, stdin
from communique.access.cli.output import counted, message, plain, record, say, table
from communique.archive import Archive, check_issuer, extract_file
from communique.archive import diff as diff_texts
from communique.archive import extract as extract_bytes
from communique.archive import read as read_text
from communique.errors import CommuniqueError, NotFound, ProfileError, SourceError, UsageError
from communique.issuers import Issuers, Profile
from communique.model import Edit, Extraction, Fault, Reading

_REMARKS = 4  # kinds of remarks in the line that counts them
catalogue = typer.Typer(name="issuers", help="The catalogue of issuers.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    app.command()(extract)
    app.command()(read)
    app.command()(diff)
    app.add_typer(catalogue)


def extract(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page, PDF, Word, e-mail, text, WARC, data set; - is stdin.")],
    issuer: Annotated[str | None, typer.Option("--issuer", help="Who issued it.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it was published.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The date it bears.")] = None,
    page_text: Annotated[bool, typer.Option("--page-text", help="Print the whole page's text and nothing else.")] = False,
    ocr: Ocr = False,
    lang: ScanLang = None,
    json: Json = False,
) -> None:
    """Text, title, date, language and issuer of a file, each with its evidence."""
    failed = False
    known = _catalogue(context)
    said = {"issuer": issuer, "url": url, "date": date, "ocr": ocr, "ocr_lang": lang}
    for found in extract_file(file, stdin=stdin(), known=known, **said):
        if isinstance(found, Fault):
            failed = True
            message(f"{found.path}: {found.why}. {found.todo}")
        elif page_text:
            say(found.page_text)
        elif json:
            record(records.extraction(found))
        else:
            _print_extraction(found)
    if failed:
        raise typer.Exit(1)


def _print_extraction(found: Extraction) -> None:
    say(plain(found.title) or "(no title)")
    date = f"{found.date.value} ({found.date.source}: {plain(found.date.evidence)})" if found.date else None
    rows = [
        ("page", f"{found.page_type}{': ' + found.reason if found.reason else ''}"),
        ("date", date or f"unknown: {found.unknown.get('date')}"),
    ]
    for name in ("lang", "issuer", "kind", "number"):
        value, evidence = getattr(found, name), found.evidence.get(name)
        rows.append(
            (
                name,
                f"{value} ({evidence})" if value and evidence else value or f"unknown: {found.unknown.get(name, 'not stated')}",
            )
        )
    table(("", ""), rows)
    say(found.text)


def read(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .txt is read as it is; other files are extracted first.")],
    issuer: Annotated[str | None, typer.Option("--issuer", help="Who issued it: a profile's id, or any name.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Its language (BCP-47); else told from the text.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Its title.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The date it bears.")] = None,
    reader: Annotated[str | None, typer.Option("--reader", help="Who reads: encoder or none.")] = None,
    json: Json = False,
) -> None:
    """Who says what in a file: acts of sentences, attributions, whose words they are."""
    archive, failed = _archive(context), False
    known, actors = (archive.issuers, archive.actors) if archive else (None, None)
    for one in _texts(context, file, issuer, date):
        if isinstance(one, Fault):
            failed = True
            message(f"{one.path}: {one.why}. {one.todo}")
            continue
        stated = one.date.value if one.date else None
        found = read_text(
            one.text, issuer or one.issuer, lang or one.lang, title or one.title, date or stated, reader, known, actors
        )  # fmt: skip
        if found.unread:
            message(f"{file}: {found.unread}")
        elif found.experimental:
            message(f"{file}: experimental: {found.lang} is read without a measured floor")
        if json:
            _record_reading(found, None if _plain(file) else one.text)
        else:
            _print_reading(one.text, found)
    if failed:
        raise typer.Exit(1)


def _plain(file: str) -> bool:
    return Path(file).suffix.lower() == ".txt"


def _texts(context: typer.Context, file: str, issuer: str | None, date: str | None) -> Iterator[Extraction | Fault]:
    """The texts of a file: a `.txt` as it is, anything else extracted."""
    if _plain(file):
        text = _utf8(Path(file), "read")
        told = None if issuer else extract_bytes(text.encode("utf-8")).issuer
        if told:
            message(f"{file}: the text names its issuer, {told}; --issuer says otherwise")
        yield Extraction(text, issuer=told)
        return
    yield from extract_file(file, stdin=stdin(), known=_catalogue(context), issuer=issuer, date=date)


def _utf8(path: Path, verb: str, encoding: str = "utf-8") -> str:
    try:
        return path.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{verb}: {path}: not UTF-8 at byte {error.start}", "Save it as UTF-8.") from error
    except OSError as error:
        raise SourceError(f"{verb}: {path}: {error.strerror}") from error


def _record_reading(found: Reading, text: str | None) -> None:
    record(records.document(found, text))
    for sentence in found.sentences:
        record(records.sentence(sentence))
    for attribution in found.attributions:
        record(records.attribution(attribution))


def _print_reading(text: str, found: Reading) -> None:
    """Each sentence with its act, and below it whose words stand in it."""
    by_sentence: dict[int, list[Any]] = {}
    for one in found.attributions:
        by_sentence.setdefault(one.sentence, []).append(one)
    for sentence in found.sentences:
        targets = f" -> {', '.join(sentence.targets)}" if sentence.targets else ""
        speaker = f" [{sentence.speaker}]" if sentence.speaker else ""
        words = plain(text[sentence.start : sentence.end])
        say(f"{sentence.n:4} {sentence.act or '-':8} {words}{plain(targets + speaker)}")
        for one in by_sentence.get(sentence.n, ()):
            content = " ... ".join(plain(text[a:b]) for a, b in one.content)
            say(f"       {plain(records.teller(one.chain))}: {one.act} ({one.stance}) {content}")


def diff(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="A file, or a version of the archive.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", show_default=False)],
    json: Json = False,
) -> None:
    """Word-level difference of two files or two versions."""
    first, second = _side(context, a), _side(context, b)
    found = diff_texts(first, second)
    if json:
        record(records.edit(found))
    else:
        _print_diff(first, second, found)


def _side(context: typer.Context, word: str) -> str:
    """The text of one side: `.txt` and `.md` as they are, other files extracted, else a version of the archive."""
    path = Path(word)
    if path.is_file():
        if path.suffix.lower() in (".txt", ".md"):
            return _utf8(path, "diff", "utf-8-sig")
        found = next(extract_file(path, known=_catalogue(context)), None)
        if not isinstance(found, Extraction):
            raise SourceError(f"diff: {word}: {found.why if found else 'nothing in it'}", found.todo if found else "")
        return f"{found.title}\n{found.text}" if found.title else found.text
    try:
        version = opened(context).version(word)
    except NotFound as error:
        raise UsageError(
            f"diff: {word} is neither a file nor a version ({error.message})", "See communique history ID."
        ) from error
    return f"{version.title}\n{version.text}" if version.title else version.text


def _print_diff(a: str, b: str, found: Edit) -> None:
    from rich.text import Text

    from communique.access.cli.output import console

    say(f"{found.edit}, {found.similarity:.1%} of the words the same")
    for note in found.notes:
        say(f"  {plain(note)}")
    shown = Text()
    colour = sys.stdout.isatty()
    for op in found.opcodes:
        old, new = a[op.a0 : op.a1], b[op.b0 : op.b1]
        if op.op == "equal":
            shown.append(old if len(old) < 240 else f"{old[:100]} ... {old[-100:]}")
            continue
        if old:
            shown.append(old if colour else f"[-{old}-]", style="red strike")
        if new:
            shown.append(new if colour else f"{{+{new}+}}", style="green")
    console().print(shown)


@catalogue.command("list")
def issuers_list(context: typer.Context, json: Json = False) -> None:
    """All profiles: the packaged ones, and the archive's own over them."""
    found = _catalogue(context)
    if json:
        for profile in found.all():
            record(records.profile(profile))
    else:
        rows = [(p.id, p.code, p.body, ", ".join(p.hosts), p.name) for p in found.all()]
        table(("issuer", "code", "body", "hosts", "name"), rows)


@catalogue.command("show")
def issuers_show(context: typer.Context, issuer: Annotated[str, typer.Argument(show_default=False)], json: Json = False) -> None:
    """One profile, by id or name."""
    profile = _catalogue(context).get(issuer)
    if json:
        record(records.profile(profile))
        return
    rows = [(name, value) for name, value in records.profile(profile).items() if value]
    table(("", ""), [(name, "; ".join(map(str, v)) if isinstance(v, list) else v) for name, v in rows])


@catalogue.command("check")
def issuers_check(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ISSUER|FILE...", help="Profiles or YAML files; none: all.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write what the saved pages give now as what they should give.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show what is only not known, too.")] = False,
) -> None:
    """Check profiles, their fields and what their saved pages give. Exit 1 if one is not valid or its page gives other values."""
    found, bad, remarks = _catalogue(context), 0, Counter[str]()
    checked = names or [profile.id for profile in found.all()]
    for name in checked:
        try:
            result = check_issuer(_profile(found, name), write=write)
            problems, said = result.problems, result.remarks
            if result.wrote:
                message(f"{name}: wrote {result.wrote}")
        except CommuniqueError as error:
            problems, said = (str(error),), ()
        for line in (*problems, *(said if verbose or write else ())):
            say(f"{plain(name)}: {plain(line)}")
        bad += bool(problems)
        remarks.update(re.sub(r" \(.*?\)", "", one) for one in said if " was " not in one)
    parts = [
        f"{bad} of {counted(len(checked), 'profile')} with problems"
        if bad
        else f"{counted(len(checked), 'profile')} checked, all valid"
    ]
    parts += [f"{number} x {remark}" for remark, number in remarks.most_common(_REMARKS)]
    message("; ".join(parts) + (" (-v shows which)" if remarks and not verbose else ""))
    if bad:
        raise typer.Exit(1)


def _profile(known: Issuers, name: str) -> Profile:
    """A profile by id or name, or the one in a file of that name."""
    from communique import issuers

    path = Path(name)
    if not path.is_file():
        return known.get(name)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{name}: cannot be read: {error}", "Save it as UTF-8 text that you may read.") from error
    return replace(issuers.parse_profile(text, name), origin=str(path.absolute()))


@catalogue.command("new")
def issuers_new(url: Annotated[str, typer.Argument(metavar="URL", show_default=False)]) -> None:
    """Draft a profile from the address of a page, to be completed and saved in ARCHIVE/issuers/."""
    from communique import issuers

    say(issuers.draft(url).rstrip("\n"))


def _catalogue(context: typer.Context) -> Issuers:
    """The archive's catalogue where there is one, else the packaged profiles."""
    from communique import issuers

    archive = _archive(context)
    return archive.issuers if archive else issuers.load()


def _archive(context: typer.Context) -> Archive | None:
    """The archive where there is one; one that is named has to be there."""
    try:
        return opened(context)
    except NotFound:
        if context.obj is not None:
            raise
        return None
