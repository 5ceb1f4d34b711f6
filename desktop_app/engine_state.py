"""How the engine is, and how patient one is with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.news import EngineReady


@dataclass(frozen=True)
class Limits:
    """How patient the keeper is, in seconds.

    silence     of a warm engine that does nothing; with a beat every 0.25 s a hang is noticed within 3 s
    working     silence of one that computes: a single step on a huge picture may hold the interpreter
    starting    silence of one that still imports: a beat waits while a library of 400 MB is being linked
    cancelling  from asking for a stop to the end of an engine that does not stop
    ending      for the engine to close its files when the window closes
    backoff     before each new start after a loss without a success in between; after the last it stays down
    """

    silence: float = 2.5
    working: float = 20.0
    starting: float = 20.0
    cancelling: float = 5.0
    ending: float = 1.2
    backoff: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class EngineState:
    """How the engine is.

    starting    it imports its libraries
    ready       and `facts` says on what it computes
    busy        it computes, and cannot be heard
    lost        and starts again in a moment; `words` says what happened
    failed      it does not work; `words` says what to do
    """

    phase: Literal["starting", "ready", "busy", "lost", "failed"]
    words: str = ""
    facts: EngineReady | None = None
