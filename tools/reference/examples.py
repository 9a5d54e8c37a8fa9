"""Runs the examples of the documentation: fenced blocks of `console` and `python`.

    python tools/reference/examples.py PAGE...            run, and say what differs
    python tools/reference/examples.py --write PAGE...    run, and write the output that came

A page is run from top to bottom in an empty folder in which `src` is that of the repository and `demo.archive` holds the
invented world. In a console block `$ ` begins a command and what follows is its output; `  # exit 1` after a command is its
exit code. A line of `...` stands for any lines, `...` inside a line for any characters; runs of spaces count as one.
A `text` block right after a `python` block is what that prints.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)
_EXIT = re.compile(r"\s+# exit (\d)$")
_DECIDED = re.compile(r"decided by .* \(([a-z2-7]{12})\)")
_HEREDOC = re.compile(r"[^\n]*<<'(\w+)'\n.*?^\1$", re.M | re.S)
_SHELL = re.compile(r"[|<>;&$`]")
_SHIM = "#!{python}\nfrom communique.access.cli import main\nmain()\n"


class Differs(Exception):
    """An example does not do what the page says."""


@dataclass
class Session:
    """A folder in which the examples of one page are run."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)  # of the Python examples
    decided: set[str] = field(default_factory=set)  # ids of the decisions taken

    def prepare(self) -> None:
        """The folder's beginnings: `src`, and `communique` for the shell."""
        (self.folder / "src").symlink_to(ROOT / "src")
        shim = self.folder / ".bin" / "communique"
        shim.parent.mkdir()
        shim.write_text(_SHIM.format(python=sys.executable), "utf-8")
        shim.chmod(0o755)
        os.environ["PATH"] = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"

    def command(self, line: str) -> tuple[int, str]:
        """Run one command line: exit code, and what it printed on both streams."""
        line = _EXIT.sub("", line)
        verb = line.split()[0]
        if verb == "export":
            name, _, value = line.split()[1].partition("=")
            os.environ[name] = value
            return 0, ""
        if verb == "communique" and not _SHELL.search(re.sub(r"'[^']*'", "", line)):
            return self._inside(shlex.split(line))
        ran = subprocess.run(["bash", "-c", line], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return ran.returncode, ran.stdout.decode("utf-8")

    @staticmethod
    def _inside(words: list[str]) -> tuple[int, str]:
        """`communique ...` in this process."""
        from communique.access.cli.app import run

        printed = io.BytesIO()
        stream = io.TextIOWrapper(printed, "utf-8", write_through=True)
        before = sys.argv
        sys.argv, code = words, 0
        try:
            with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
                run()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.argv = before
        return code, printed.getvalue().decode("utf-8")

    def python(self, code: str) -> str:
        """Run a Python block: what it printed."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "example", "exec"), self.names)
        return printed.getvalue()


def run(page: str, session: Session, *, write: bool = False) -> str:
    """Run all examples of a page; gives the page, with the output that came where `write` is set.

    Raises:
        Differs: naming the command, with both outputs.
    """
    at = 0
    while block := _BLOCK.search(page, at):
        kind, body, printed = block.groups()
        if kind == "python":
            came = session.python(body)
            new = block.group()
            if printed is not None and not matches(printed, came):
                if not write:
                    raise Differs(_difference("python", printed, came))
                new = f"```python\n{body}```\n\n```text\n{masked(came, session.folder, session.decided)}```\n"
        else:
            new = f"```console\n{_console(body, session, write)}```\n"
        page = page[: block.start()] + new + page[block.end() :]
        at = block.start() + len(new)
    return page


def _console(body: str, session: Session, write: bool) -> str:
    out = []
    for command, expected in commands(body):
        code, came = session.command(command)
        wanted = _EXIT.search(command)
        if code != int(wanted.group(1) if wanted else 0):
            raise Differs(f"$ {command}\nexit {code}\n{came}")
        if not matches(expected, came):
            if not write:
                raise Differs(_difference(f"$ {command}", expected, came))
            expected = masked(came, session.folder, session.decided)
        out.append(f"$ {command}\n{expected}")
    return "".join(out)


def commands(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with its output; a here document belongs to its command."""
    for piece in re.split(r"^\$ ", body, flags=re.M)[1:]:
        heredoc = _HEREDOC.match(piece)
        command = heredoc.group() if heredoc else piece.partition("\n")[0]
        yield command, piece[len(command) + 1 :]


def matches(expected: str, came: str) -> bool:
    """Whether an output is the one expected; an expected output that is empty says nothing."""
    if not expected.strip():
        return True
    pattern = ""
    for line in expected.strip().split("\n"):
        words = _squeezed(line)
        pattern += r"(?:.*\n)*" if words == "..." else re.escape(words).replace(r"\.\.\.", ".*") + r" ?\n"
    text = "".join(f"{_squeezed(line)}\n" for line in came.strip().split("\n"))
    return re.fullmatch(pattern, text) is not None


def _squeezed(line: str) -> str:
    """A line without what depends on the width of a table."""
    return re.sub("─+", "─", " ".join(line.split()))


def masked(came: str, folder: Path, decided: set[str]) -> str:
    """An output without what changes from run to run: times, folders, places in the originals, cursors, ids of decisions."""
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    decided.update(_DECIDED.findall(came))
    patterns = [rf"{today}(?:T[\d:.]+Z?)?", re.escape(str(folder)), f"{today[:4]}/{today.replace('-', '')}", *sorted(decided)]
    text = re.sub("|".join(patterns), "...", came)
    text = re.sub(r"(offset |--cursor )\S*[^,\s]", r"\1...", text)
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n")) if text.strip() else ""


def _difference(name: str, expected: str, came: str) -> str:
    lines = difflib.unified_diff(expected.splitlines(), came.splitlines(), "the page", "what came", lineterm="", n=1)
    return "\n".join([name, *lines])


def main() -> int:
    """Run pages given by name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    failed, here = 0, Path.cwd()
    for name in given.pages:
        file = here / name
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            for variable in ("COMMUNIQUE_ARCHIVE", "COMMUNIQUE_USER"):
                os.environ.pop(variable, None)
            session = Session(Path(folder))
            session.prepare()
            session.command("communique --archive demo.archive demo")
            try:
                text = run(file.read_text("utf-8"), session, write=given.write)
            except Differs as difference:
                print(f"{name}: {difference}", file=sys.stderr)
                failed = 1
                continue
            if given.write:
                file.write_text(text, "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
