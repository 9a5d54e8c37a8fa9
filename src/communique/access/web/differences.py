"""Two texts side by side: rows of paragraphs with what was taken out and put in marked, word by word."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape

from communique.model import Edit

_DELETED, _INSERTED = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


@dataclass(slots=True)
class Row:
    """A stretch between two line breaks that both texts have."""

    left: list[Markup] = field(default_factory=list)
    right: list[Markup] = field(default_factory=list)
    inline: list[Markup] = field(default_factory=list)
    changed: bool = False

    def take(self, old: str, new: str) -> None:
        """Put what both have (`old` is `new`), or what one has in the place of the other, at the end."""
        if old == new:
            for side in (self.left, self.right, self.inline):
                side.append(escape(old))
            return
        self.changed = True
        if old:
            self.left.append(_DELETED.format(old))
            self.inline.append(_DELETED.format(old))
        if new:
            self.right.append(_INSERTED.format(new))
            self.inline.append(_INSERTED.format(new))

    @property
    def empty(self) -> bool:
        """Whether it shows nothing."""
        return not any(part.strip() for part in self.inline)


def rows(a: str, b: str, found: Edit) -> list[Row]:
    """The texts in rows; joined, the left sides spell `a` and the right sides `b`, but for the line breaks between rows."""
    made = [Row()]
    for op in found.opcodes:
        old, new = a[op.a0 : op.a1], b[op.b0 : op.b1]
        if op.op != "equal":
            made[-1].take(old, new)
            continue
        first, *rest = old.split("\n")
        made[-1].take(first, first)
        for line in rest:
            made.append(Row())
            made[-1].take(line, line)
    return [row for row in made if not row.empty]
