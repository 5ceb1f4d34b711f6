"""The mean of weights of one family: as good as each of them, and a beginning for a further training.

    python packaging/mean_weights.py A/universal.safetensors B/universal.safetensors -o OUT.safetensors

Two trainings that began from the same weights stay so near to each other that what lies between them paints
as they do (Wortsman et al. 2022, "Model soups"); docs/experiments.md says where it gained. The card of the
result is that of the first, and names all by their SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def main() -> None:
    """Writes weights and card."""
    parser = argparse.ArgumentParser(description="Writes the mean of weights.")
    parser.add_argument("weights", nargs="+", type=Path)
    parser.add_argument("--shares", nargs="+", type=float, help="how much of each (default: alike)")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    shares = arguments.shares or [1.0] * len(arguments.weights)
    if len(shares) != len(arguments.weights) or sum(shares) <= 0:
        parser.error("--shares wants a number for each file, above 0 together")
    shares = [share / sum(shares) for share in shares]
    files = [load_file(path) for path in arguments.weights]
    names = files[0].keys()
    if any(file.keys() != names or any(file[n].shape != files[0][n].shape for n in names) for file in files):
        parser.error("these are weights of different networks")
    mean = {
        name: torch.stack([share * file[name].float() for share, file in zip(shares, files, strict=True)])
        .sum(0)
        .to(files[0][name].dtype)
        for name in names
    }
    save_file(mean, arguments.out)
    card = json.loads(arguments.weights[0].with_suffix(".json").read_text(encoding="utf-8"))
    card["mean_of"] = {
        hashlib.sha256(path.read_bytes()).hexdigest(): share
        for path, share in zip(arguments.weights, shares, strict=True)
    }
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    arguments.out.with_suffix(".json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
