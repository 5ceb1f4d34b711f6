"""The weights that ship: read back into their networks, and written as they are read."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, TypeVar

from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from models.atomic import write_bytes
from models.networks.fire_network import FireConfig, FireNetwork
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.narrow import NarrowConfig, NarrowStylist
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import FileError
from models.style_parts import READERS

ConfigT = TypeVar("ConfigT")
WEIGHTS = Path(__file__).parents[1] / "weights"
SHIPPED = WEIGHTS / "universal.safetensors"


def load_loss_network(path: Path) -> LossNetwork:
    """The loss network; its card lies beside it as JSON."""
    card, weights = _read(path)
    network = LossNetwork(_config(LossNetworkConfig, card["config"]))
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)


def load_fire_network(path: Path) -> FireNetwork:
    """The judge of another shape; its card lies beside it as JSON."""
    card, weights = _read(path)
    network = FireNetwork(_config(FireConfig, card["config"]))
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)


def load_stylist(path: Path) -> Stylist:
    """The universal stylizer with its own style encoder."""
    card, weights = _read(path)
    encoder = LossNetwork(_config(LossNetworkConfig, card["encoder"]))
    stylist = Stylist(encoder, _config(UniversalConfig, card["config"]))
    first = {name: value for name, value in stylist.state_dict().items() if name.startswith("heed")}
    stylist.load_state_dict(first | weights)  # weights from before have not learnt what to heed
    return stylist.eval().requires_grad_(False)


def load_narrow(path: Path) -> NarrowStylist:
    """The live-width network, which takes the codes of the universal one that it learnt from."""
    card, weights = _read(path)
    stylist = NarrowStylist(int(card["code_size"]), _config(NarrowConfig, card["config"]))
    unknown = {name: value for name, value in stylist.state_dict().items() if name.endswith(".range")}
    stylist.load_state_dict(unknown | weights)  # weights from before have no ranges and are not rounded
    return stylist.eval().requires_grad_(False)


def same_readers(weights: Path, others: Path) -> bool:
    """Whether two universal networks read pictures alike, so that their codes mean the same."""
    ours, theirs = (_readers(path) for path in (weights, others))
    return ours.keys() == theirs.keys() and all(bool((ours[n] == theirs[n]).all()) for n in ours)


def _readers(path: Path) -> dict[str, Tensor]:
    return {name: value for name, value in _read(path)[1].items() if name.startswith(READERS)}


def save_network(path: Path, network: nn.Module, card: dict[str, Any]) -> None:
    """Weights in half precision, and beside them the card that says how to build their network.

    FileError where the disk refuses; no half of a file is left.
    """
    weights = {name: value.half().contiguous().cpu() for name, value in network.state_dict().items()}
    write_bytes(path, save(weights))
    write_bytes(path.with_suffix(".json"), (json.dumps(card, indent=1) + "\n").encode())


def _config(kind: type[ConfigT], values: dict[str, Any]) -> ConfigT:
    """Unknown keys are an error: a silently dropped one would build another network."""
    known = set(inspect.signature(kind).parameters)
    if unknown := set(values) - known:
        raise FileError(f"The card names settings this version does not know: {', '.join(sorted(unknown))}.")
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    try:
        card: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return card, {name: value.float() for name, value in load_file(path).items()}
    except (OSError, ValueError, SafetensorError) as error:
        if path.parent == WEIGHTS:
            text = f"The weights {path.name} that ship with Impasto cannot be read. Install it again."
        else:
            text = (
                f"The weights {path.name} cannot be read. They lie as a training wrote them, beside their "
                f"card {path.with_suffix('.json').name}."
            )
        raise FileError(text) from error
