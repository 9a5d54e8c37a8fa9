"""Reading: who says what, about whom; each claim anchored to its words. Pure."""

from communique.reading.reader import Marked, Reader, Relation, SentenceMark
from communique.reading.reading import read

__all__ = ["Marked", "Reader", "Relation", "SentenceMark", "read"]
