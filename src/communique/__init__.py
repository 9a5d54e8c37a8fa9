"""Communiqué: an archive of official statements that remembers and reads."""
