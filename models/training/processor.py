"""How torch uses the processor while it trains."""

from __future__ import annotations


def prepare_processor(threads: int | None) -> None:
    """How many threads torch uses (None: all), and that numbers too small to be normal count as nothing.

    Those cost a processor a hundredfold, and long trainings are full of them: measured, a step slowed from
    0.8 to 2.2 seconds of one core within a thousand steps. Called before torch computes anything, because
    only threads that start later take it over.
    """
    import torch

    torch.set_flush_denormal(True)
    if threads:
        torch.set_num_threads(threads)
