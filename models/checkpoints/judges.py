"""The networks that judge, as they ship: a pair for refine, and a third beside them for trainings.

What pleases one network alone is no style. The third, of another shape than the pair, sees what a training
learns to please those two with (docs/experiments.md, "A third judge"). Refine leaves it out: style files
hold the pair's matrices.
"""

from __future__ import annotations

import hashlib

from models.checkpoints.shipped import WEIGHTS, load_fire_network, load_loss_network
from models.networks.loss_network import Together

LOSS_NETWORKS = WEIGHTS / "deep_loss_network.safetensors", WEIGHTS / "loss_network.safetensors"
FIRE_NETWORK = WEIGHTS / "fire_network.safetensors"


def refining_judge() -> Together:
    """The pair under which pictures are refined."""
    return Together(*map(load_loss_network, LOSS_NETWORKS))


def training_judge() -> Together:
    """The three under which styles are trained."""
    return Together(*map(load_loss_network, LOSS_NETWORKS), load_fire_network(FIRE_NETWORK))


def refining_judge_sha256() -> str:
    """The fingerprint of the pair, by which style files know what their matrices are of."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in LOSS_NETWORKS)).hexdigest()
