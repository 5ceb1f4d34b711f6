"""What is installed on request only: how to get it."""

from __future__ import annotations

import sys


def how_to_install(extra: str) -> str:
    """The command that adds an extra to the Python that Impasto runs on, which the path need not know."""
    return f'"{sys.executable}" -m pip install "impasto[{extra}]"'
