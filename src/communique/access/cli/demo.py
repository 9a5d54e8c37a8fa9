"""The verb demo: build the invented world, and show what a user would do next."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import typer

from communique.access.cli.finding import print_hits
from communique.access.cli.output import counted, message, progress, say, table
from communique.archive import open_archive
from communique.errors import UsageError
from communique.issuers import parse_profile
from communique.model import Fault


def register(app: typer.Typer) -> None:
    """Put the verb into the command line."""
    app.command()(demo)


def demo(context: typer.Context) -> None:
    """Build a small archive about two invented states, and look around in it."""
    folder: Path = context.obj or Path("demo.archive")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"demo: {folder} exists already", f'Look around in it: "communique --archive {folder} status".')
    archive = open_archive(folder, create=True)
    with resources.as_file(resources.files("communique.resources") / "world") as world:
        _profiles(world / "issuers", folder / "issuers")
        shutil.copyfile(world / "names.yaml", folder / "names.yaml")
        say(f"Building {folder}: Karvelia, Tamrania and the Assembly of the Lake States dispute an incident, spring 2024.")
        with progress("adding") as advance:
            counts = archive.add(
                [world / "pages", world / "pdf", world / "warc", world / "data"], progress=advance, each=_refused
            )
    made = ", ".join(f"{number} {change}" for change, number in sorted(counts.changes.items()))
    say(f"{counted(counts.items, 'item')}: {made}")
    _tour(folder)
    if counts.faults:
        raise typer.Exit(1)


def _profiles(source: Path, target: Path) -> None:
    """The profiles, and their example and listing pages, which lie elsewhere in the world, now beside them."""
    shutil.copytree(source, target)
    for file in sorted(target.glob("*.yaml")):
        text = file.read_text("utf-8")
        profile = parse_profile(text, str(file))
        names = {profile.page: Path(profile.page or "").name}
        names |= {series.page: f"{profile.id}-{Path(series.page or '').name}" for series in profile.series}
        for page, name in names.items():
            if page and "/" in page:
                shutil.copyfile(source / page, target / name)
                text = text.replace(f"page: {page}", f"page: {name}")
        file.write_text(text, "utf-8")


def _refused(item: object) -> None:
    if isinstance(item, Fault):
        message(f"{item.path}: {item.why}")


def _tour(folder: Path) -> None:
    archive = open_archive(folder)
    prompt = f"communique --archive {folder}"
    _step(f"{prompt} search convoy AND bridge --limit 3")
    print_hits(archive.search("convoy AND bridge", limit=3), facets=False)
    edited = [one for one in archive.every() if any(c.change == "edited" for c in archive.changes(one.id)[one.id])]
    if edited:
        most = max(edited, key=lambda one: len(archive.versions(one.id)[one.id]))
        _step(f"{prompt} history {most.id}")
        rows = [
            (c.at, c.change, c.edit or "", c.from_version or "", c.to_version or "") for c in archive.changes(most.id)[most.id]
        ]
        say(most.title or "")
        table(("at", "change", "edit", "from", "to"), rows, last_folds=False)
    _step(f"{prompt} verify")
    damages = list(archive.verify())
    say("all is well" if not damages else "\n".join(f"{one.path}: {one.why}" for one in damages))
    _step(f"{prompt} serve")
    say("opens it in the browser, with everything that was found above and the words that changed.")
    say("\nNow your own files:")
    say("  communique --archive my.archive add saved-pages/ statements.pdf crawl.warc.gz rows.csv")
    say('  communique --archive my.archive search "the words you look for"')
    say("  communique --help")


def _step(command: str) -> None:
    say(f"\n$ {command}")
