"""The small mark-up in which statements of the invented world are written.

Blocks are separated by a blank line: paragraph, ``## heading``, ``- list``, ``> quote``, ``| table |``, ``@Speaker: turn``
and ``^1 footnote``. Inside: ``**bold**``, ``*emphasis*``, ``[text](address)`` and ``[^1]``.
"""

import html
import re
import textwrap
from dataclasses import dataclass

_LINK = re.compile(r"\[([^\]^]+)\]\(([^)]+)\)")
_NOTE = re.compile(r"\[\^(\d+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EM = re.compile(r"\*(.+?)\*")
_TURN = re.compile(r"@([^:]+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One block; a list has an item a line, a table a row a line, everything else one line."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How one site writes its HTML."""

    bold: str = "strong"
    em: str = "em"
    para: str = "p"
    wrap: bool = False


def parse(body: str) -> list[Block]:
    """Cut a body into its blocks."""
    return [_block(chunk.strip()) for chunk in re.split(r"\n\s*\n", body.strip())]


def _block(chunk: str) -> Block:
    lines = tuple(chunk.split("\n"))
    if chunk.startswith("## "):
        return Block("heading", (chunk[3:],))
    if chunk.startswith("- "):
        return Block("list", tuple(line[2:] for line in lines))
    if chunk.startswith("> "):
        return Block("quote", (" ".join(line[2:] for line in lines),))
    if chunk.startswith("|"):
        return Block("table", tuple(line for line in lines if not set(line) <= set("|- ")))
    if chunk.startswith("^"):
        return Block("footnote", (re.sub(r"^\^(\d+)", r"[\1]", chunk),))
    if turn := _TURN.fullmatch(chunk):
        return Block("turn", (f"**{turn[1]}:** {turn[2]}",))
    return Block("paragraph", (" ".join(lines),))


def plain(line: str) -> str:
    """Take the inline marks out of a line."""
    line = _NOTE.sub(r"[\1]", _LINK.sub(r"\1", line))
    return _EM.sub(r"\1", _BOLD.sub(r"\1", line))


def to_text(blocks: list[Block], bullet: str = "") -> str:
    """The text an extractor should give: one line a paragraph, item or row; cells are parted by a tab."""
    out: list[str] = []
    for block in blocks:
        if block.kind == "table":
            out += ["\t".join(_cells(row)) for row in block.lines]
        else:
            lead = bullet if block.kind == "list" else ""
            out += [lead + plain(line) for line in block.lines]
    return "\n".join(out)


def _cells(row: str) -> list[str]:
    return [plain(cell.strip()) for cell in row.strip().strip("|").split("|")]


def inline(line: str, style: Style) -> str:
    """HTML of one line."""
    line = html.escape(line, quote=False)
    line = _NOTE.sub(r"<sup>[\1]</sup>", _LINK.sub(r'<a href="\2">\1</a>', line))
    line = _BOLD.sub(rf"<{style.bold}>\1</{style.bold}>", line)
    return _EM.sub(rf"<{style.em}>\1</{style.em}>", line)


def to_html(blocks: list[Block], style: Style) -> str:
    """HTML of a body, in the manner of the site."""
    out: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if style.para == "br" and before and {before.kind, block.kind} <= {"paragraph", "turn"}:
            out.append("<br><br>")
        out.append(_html_block(block, style))
    return "\n".join(out)


def _html_block(block: Block, style: Style) -> str:
    if block.kind == "list":
        items = "\n".join(f"<li>{inline(line, style)}</li>" for line in block.lines)
        return f"<ul>\n{items}\n</ul>"
    if block.kind == "table":
        return _html_table(block.lines)
    content = inline(block.lines[0], style)
    if style.wrap:
        content = textwrap.fill(content, 78, break_long_words=False, break_on_hyphens=False)
    return _wrapped(block.kind, content, style)


def _wrapped(kind: str, content: str, style: Style) -> str:
    if kind == "heading":
        return f"<h3>{content}</h3>"
    if kind == "quote":
        return f"<blockquote><p>{content}</p></blockquote>"
    if kind == "footnote":
        return f'<p class="footnote"><small>{content}</small></p>'
    if style.para == "br":
        return content
    if style.para == "mso":
        return f"<p class=MsoNormal><span style='font-size:12.0pt'>{content}</span></p>"
    if style.para == "span":
        return f'<p style="text-align: justify;"><span>{content}</span></p>'
    return f"<p>{content}</p>"


def _html_table(rows: tuple[str, ...]) -> str:
    out = ["<table>"]
    for n, row in enumerate(rows):
        tag = "td" if n else "th"
        out.append("<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in _cells(row)) + "</tr>")
    return "\n".join([*out, "</table>"])
