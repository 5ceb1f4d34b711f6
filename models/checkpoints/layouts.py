"""The layouts of other people's style networks that we rebuild, recognised by the tensors they hold.

Widths and numbers of blocks and styles are read off the shapes, so that small relatives work as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torch import Tensor, nn

from models.networks.pastiche_net import PasticheNet, PasticheNetConfig
from models.networks.tanh_net import TanhNet, TanhNetConfig
from models.networks.transformer_net import TransformerNet, TransformerNetConfig
from models.news import FileError, UserError

MOST_BLOCKS = 64
# What older releases of torch kept with each norm, and what no instance norm needs.
LEFTOVERS = ("running_mean", "running_var", "num_batches_tracked")
ANCIENT = {"scale": "weight", "shift": "bias"}

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True, eq=False)
class Layout:
    """A rebuilt network, what it is called, and how many styles its file holds."""

    network: nn.Module
    kind: str
    styles: int = 1


def rebuild(tensors: Tensors, index: int, name: str) -> Layout | None:
    """The network with these weights in style `index`, or None where no layout fits; `name` is for errors.

    Raises FileError for a known layout with wrong shapes, UserError for an index that the file does not have.
    """
    names = set(tensors)
    if {"conv1.conv2d.weight", "deconv3.conv2d.weight"} <= names:
        return _transformer(tensors, index, name)
    if {"conv1.weight", "conv1.scale", "up1.weight", "up2.weight", "out.weight"} <= names:
        return _tanh(tensors, index, name)
    if {"contract.conv1.weight", "contract.conv1.gamma", "expand.conv3.conv.weight"} <= names:
        return _pastiche(tensors, index, name)
    return None


def _transformer(tensors: Tensors, index: int, name: str) -> Layout:
    renamed = {}
    for key, value in tensors.items():
        stem, _, last = key.rpartition(".")
        if last not in LEFTOVERS:
            renamed[f"{stem}.{ANCIENT.get(last, last)}"] = value
    blocks = _count(renamed, r"res(\d+)\.conv1\.conv2d\.weight")
    a, b, c = (_outputs(renamed, f"conv{n}.conv2d.weight", name) for n in (1, 2, 3))
    _check_index(index, 1, name)
    network = TransformerNet(TransformerNetConfig((a, b, c), blocks))
    return Layout(_filled(network, renamed, name), "fast neural style")


def _tanh(tensors: Tensors, index: int, name: str) -> Layout:
    blocks = _count(tensors, r"res(\d+)\.a\.weight")
    a, b, c = (_outputs(tensors, f"conv{n}.weight", name) for n in (1, 2, 3))
    _check_index(index, 1, name)
    network = TanhNet(TanhNetConfig((a, b, c), blocks))
    return Layout(_filled(network, tensors, name), "fast style transfer (tanh)")


def _pastiche(tensors: Tensors, index: int, name: str) -> Layout:
    blocks = _count(tensors, r"residual\.residual(\d+)\.conv1\.weight")
    a, b, c = (_outputs(tensors, f"contract.conv{n}.weight", name) for n in (1, 2, 3))
    d, e = (_outputs(tensors, f"expand.conv{n}.conv.weight", name) for n in (1, 2))
    styles = _outputs(tensors, "contract.conv1.gamma", name)
    _check_index(index, styles, name)
    network = PasticheNet(PasticheNetConfig((a, b, c), (d, e), blocks, styles), index)
    return Layout(_filled(network, tensors, name), f"{styles} styles in one network", styles)


def _outputs(tensors: Tensors, key: str, name: str) -> int:
    """The first side of a tensor, which must be there."""
    tensor = tensors.get(key)
    if tensor is None or tensor.dim() not in (2, 4) or not tensor.numel():
        raise FileError(f"{name} is incomplete or damaged: {key} is not as it should be. Download it again.")
    return tensor.shape[0]


def _count(names: Iterable[str], pattern: str) -> int:
    """Blocks are numbered from 1; the number of them, and never more than any network has."""
    return min(MOST_BLOCKS, sum(re.fullmatch(pattern, name) is not None for name in names))


def _check_index(index: int, styles: int, name: str) -> None:
    if 0 <= index < styles:
        return
    if styles == 1:
        raise UserError(f"{name} holds one style only. Leave the number #{index} away.")
    raise UserError(f"{name} holds {styles} styles, #0 to #{styles - 1}; there is no #{index}.")


def _filled(network: nn.Module, tensors: Tensors, name: str) -> nn.Module:
    """All weights in their places; neither a missing nor a left-over one is passed over."""
    expected = network.state_dict()
    for key, parameter in expected.items():
        if key not in tensors:
            raise FileError(f"{name} is incomplete: it lacks {key}. Download it again.")
        if tensors[key].shape != parameter.shape:
            raise FileError(
                f"{name} has a layout that Impasto does not know: {key} has the shape "
                f"{tuple(tensors[key].shape)}, and {tuple(parameter.shape)} would fit the rest."
            )
    if unknown := sorted(set(tensors) - set(expected)):
        raise FileError(
            f"{name} has a layout that Impasto does not know: it holds {unknown[0]} besides a known layout."
        )
    network.load_state_dict({key: tensors[key].float() for key in expected})
    return network.eval().requires_grad_(False)
