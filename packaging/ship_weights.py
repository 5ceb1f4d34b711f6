"""Puts the result of a training into models/weights, with its card.

    python packaging/ship_weights.py RUN/universal.safetensors --facts FACTS.json

FACTS.json adds what the run does not know: data, teacher, command, measures. The run's JSON gives the rest,
and `impasto bench --quality` what universal weights reach on the samples ("bench"; it takes a minute).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from models.stepping import finish

WEIGHTS = Path(__file__).parent.parent / "models" / "weights"


def main() -> None:
    """Copies the weights and writes the card beside them."""
    parser = argparse.ArgumentParser(description="Ships trained weights with their card.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--facts", type=Path, required=True)
    arguments = parser.parse_args()
    card = json.loads(arguments.weights.with_suffix(".json").read_text(encoding="utf-8"))
    facts = json.loads(arguments.facts.read_text(encoding="utf-8"))
    card = {**facts, **card, "measures": {**card.get("measures", {}), **facts.get("measures", {})}}
    card["sha256"] = hashlib.sha256(arguments.weights.read_bytes()).hexdigest()
    target = WEIGHTS / arguments.weights.name
    shutil.copyfile(arguments.weights, target)
    write_card(target, card)
    if target.name == "universal.safetensors":
        write_card(target, card | {"bench": bench()})


def write_card(weights: Path, card: dict[str, Any]) -> None:
    """Beside the weights, under their name."""
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    weights.with_suffix(".json").write_text(text, encoding="utf-8")


def bench() -> dict[str, Any]:
    """Medians of `impasto bench --quality` for the weights that ship now, and its table, to four places.

    The live network is the one that ships now: it is trained after these weights, and may be again.
    """
    from models.engine import Engine
    from models.evaluation.acceptance import acceptance
    from models.evaluation.features import Eye
    from models.evaluation.quality import quality

    engine, eye = Engine(), Eye()
    report = finish(quality(engine.universal(), eye))
    figures = {**report["median"], "worst_tenth_gap": report["worst_tenth_gap"]}
    table = finish(acceptance(engine.universal(), engine.narrow(), eye, WEIGHTS / "universal.safetensors"))
    return {name: _rounded(value) for name, value in (figures | table).items()}


def _rounded(value: Any) -> Any:
    return [_rounded(one) for one in value] if isinstance(value, list) else round(value, 4)


if __name__ == "__main__":
    main()
