"""Comparison: what changed between two texts, and what kind of change it is. Pure; it knows no archive."""

from __future__ import annotations

from communique.comparison.edits import classify, diff

__all__ = ["classify", "diff"]
