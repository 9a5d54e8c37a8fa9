"""Text without its markup: Markdown, HTML tags, link targets. What is left is what a reader reads."""

from __future__ import annotations

import re

_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)"
_LINK = re.compile(rf"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:{_TARGET}|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s*\S+.*$", re.M)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>|<!--.{0,2000}?-->", re.S)
_ADDRESS = re.compile(r"<?(?:https?://|ftp://|www\.)[^\s<>()\[\]\"'«»“”]+>?|<[^\s<>@]+@[^\s<>@]+>|mailto:\S+")
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|>+|[-*+•·▪◦‣](?=\s)|([=*_-])\1{2,}[ \t]*$)[ \t]*", re.M)
_HEADING_END = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$", re.M)
_EMPHASIS = re.compile(r"\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_])|\\(?=[^\w\s])")
_RULE = re.compile(r"^[ \t]*[|:-][|: \t-]*$", re.M)  # below the head of a table, where it has bars and dashes
_ANY = re.compile(r"[\[<*_~`|\\]|(?:https?|ftp)://|www\.|mailto:|^[ \t]*[#>+•·▪◦‣=-]|#[ \t]*$", re.M)


def plain(text: str) -> str:
    """The words of a text that may be Markdown: emphasis, headings, bullets, tables, tags, link targets are dropped.

    An address that stands for itself is a link too, and dropped. A trap of plain text remains: `*` as a footnote mark goes.
    """
    if not _ANY.search(text):
        return text
    if "[" in text:
        for _ in range(2):  # an image inside a link
            text = _LINK.sub(r"\1", text)
        text = _REFERENCE.sub("", text)
    if "<" in text:
        text = _TAG.sub("", _ADDRESS.sub("", text))
    text = _LINE_START.sub("", _ADDRESS.sub("", text))
    text = _LINE_START.sub("", text)  # a bullet inside a quotation
    if "|" in text:
        text = _RULE.sub(lambda m: "" if {"|", "-"} <= set(m.group()) else m.group(), text).replace("|", " ")
    return _EMPHASIS.sub("", _HEADING_END.sub("", text))


def targets(text: str) -> list[str]:
    """The addresses that a text links to, in order."""
    return [match.group().strip("<>") for match in _ADDRESS.finditer(text)] + [
        target for target in re.findall(r"\]\(\s*([^()\s]+)", text) if not _ADDRESS.match(target)
    ]
