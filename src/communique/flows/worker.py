"""A worker process: reads (function, items) from its standard input, writes outcomes to its standard output."""

from __future__ import annotations

import os
import pickle
import signal

from communique.flows.guard import guarded_all
from communique.flows.workers import read_message, write_message


def main() -> None:
    """Serve until the parent closes the pipe. Ctrl-C is the parent's business; what libraries print goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(0), "rb", buffering=0) as asked, os.fdopen(os.dup(1), "wb", buffering=0) as answers:
        os.dup2(2, 1)
        while (message := read_message(asked)) is not None:
            function, part = pickle.loads(message)
            write_message(answers, pickle.dumps(guarded_all(function, part), pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main()
