"""Where bytes come from: files, saved pages, web archives and data sets; and from the archive's own originals again."""

from communique.sources.estimate import count
from communique.sources.intake import from_paths
from communique.sources.naming import shown
from communique.sources.rebuild import again
from communique.sources.rows import row

__all__ = ["again", "count", "from_paths", "row", "shown"]
