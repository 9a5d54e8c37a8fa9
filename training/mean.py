"""The mean of two networks of one descent.

python training/mean.py RUN1/net.pt RUN2/net.pt SHARE_OF_THE_SECOND OUT.pt
"""

from __future__ import annotations

import sys

import torch


def main() -> None:
    first, second, share = torch.load(sys.argv[1]), torch.load(sys.argv[2]), float(sys.argv[3])
    torch.save({name: (1 - share) * first[name] + share * second[name] for name in second}, sys.argv[4])


if __name__ == "__main__":
    main()
