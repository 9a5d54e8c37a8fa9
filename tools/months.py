"""Writes the month table of src/communique/resources/extraction/months.tsv from CLDR (through babel, a development dependency).

Usage: python tools/months.py [--check]; with --check nothing is written and the exit code says whether the file is up to date.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/communique/resources/extraction/months.tsv"
# One line a language; further locales add the names that its countries use beside the usual ones.
LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy "
    "id is it ja ka kk km ko ku ky lb lo lt lv mk mn mr ms mt my nb ne nl pa pl ps pt ro ru "
    "si sk sl so sq sr sv sw ta te tg th tk tr ug uk ur uz vi zh"
)
MORE = {
    "ar": ("ar_SY", "ar_MA", "ar_TN", "ar_IQ"),
    "az": ("az_Cyrl",),
    "bn": ("bn_IN",),
    "bs": ("bs_Cyrl",),
    "de": ("de_AT",),
    "en": ("en_AU", "en_CA"),
    "es": ("es_MX",),
    "fa": ("fa_AF",),
    "fr": ("fr_CA",),
    "nb": ("nn",),
    "pt": ("pt_PT",),
    "ro": ("ro_MD",),
    "sr": ("sr_Latn",),
    "uz": ("uz_Cyrl",),
    "zh": ("zh_Hant",),
}
HEADER = """\
# Month names of the Gregorian calendar in {count} languages: language, month, name (folded, without full stops).
# Made by tools/months.py from Unicode CLDR as packaged with babel (licence: Unicode-3.0); do not edit.
# Names of one letter and bare numbers are left out.
"""


def names(locale_name: str) -> set[tuple[int, str]]:
    """The wide and abbreviated names of one locale, in a date and standing alone."""
    from babel import Locale, localedata

    localedata._cache.clear()  # babel resolves aliases in place: one locale's names would leak into the next one's
    found: set[tuple[int, str]] = set()
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in Locale.parse(locale_name).months[context][width].items():
                folded = fold(name)
                if len(folded) > 1 and not any(c.isdigit() for c in folded):
                    found.add((month, folded))
    return found


def fold(name: str) -> str:
    """A name as the table and the text are compared: NFKC, case folded, no full stops."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace(".", "").split())


def table() -> str:
    """The whole file."""
    lines = [
        f"{language}\t{month}\t{name}"
        for language in LANGUAGES.split()
        for month, name in sorted(set().union(*(names(each) for each in (language, *MORE.get(language, ())))))
    ]
    return HEADER.format(count=len(LANGUAGES.split())) + "\n".join(lines) + "\n"


def main() -> int:
    """Writes or checks the file."""
    wanted = table()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == wanted else 1
    TARGET.write_text(wanted, encoding="utf-8")
    print(f"{TARGET.name}: {wanted.count(chr(10)) - 3} names")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
