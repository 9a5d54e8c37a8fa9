"""The web pages and the HTTP API: everything that `serve` opens. Talks to `archive` alone; loaded only when it is served."""
