"""Data only: no code lives here."""
