"""Folders of pictures for training: decoded once, kept as bytes, cropped and augmented on the fly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from models.data.part import WHOLE, Part
from models.news import FileError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
SHORT_SIDE_PX = 288


@dataclass(frozen=True)
class Augmentation:
    """How crops are varied. `scale` is the crop's side as a share of the picture's short side."""

    scale: tuple[float, float] = (0.35, 1.0)
    flip: bool = True
    turn: bool = False


class PictureFolder:
    """All readable pictures of a folder as uint8 tensors (3×h×w), the short side at most `short_side_px`.

    `unreadable` lists the files that were left out, with the reason.
    """

    def __init__(
        self,
        folder: Path,
        short_side_px: int = SHORT_SIDE_PX,
        extra: Sequence[NDArray[np.uint8]] = (),
    ) -> None:
        if not folder.is_dir():
            raise FileError(f"The folder {folder} does not exist. Name a folder of pictures.")
        self.unreadable: list[str] = []
        self.pictures: list[Tensor] = []
        for path in picture_files(folder):
            try:
                self.pictures.append(decode(path, short_side_px))
            except (OSError, ValueError, Image.DecompressionBombError) as error:
                self.unreadable.append(f"{path.name}: {error}")
        self.pictures += [torch.from_numpy(rgb).permute(2, 0, 1).contiguous() for rgb in extra]
        if not self.pictures:
            raise FileError(
                f"There is no readable picture in {folder}. JPEG, PNG, TIFF, WebP and BMP are read."
            )

    @classmethod
    def of(cls, pictures: list[Tensor]) -> Self:
        """Pictures that were read one by one (uint8 3×h×w)."""
        folder = cls.__new__(cls)
        folder.unreadable, folder.pictures = [], pictures
        return folder

    @property
    def is_grey(self) -> bool:
        """Whether no picture has any colour."""
        return all(bool((picture == picture[:1]).all()) for picture in self.pictures)

    def __len__(self) -> int:
        return len(self.pictures)

    def move_to(self, device: torch.device) -> None:
        """From now on crops are cut and scaled there; a thousand pictures of 288 px take 0.4 GB."""
        self.pictures = [picture.to(device) for picture in self.pictures]

    def batch(
        self, rng: torch.Generator, count: int, size_px: int, how: Augmentation, part: Part = WHOLE
    ) -> Tensor:
        """`count` random crops as `image` (count×3×size×size); all chance comes from `rng`.

        Of a `part` only its own crops are made, the same ones as in the whole; `rng` moves on as for all.
        """
        places = [self._place(rng) for _ in range(count)]
        return torch.cat([self._crop(*places[i], size_px, how) for i in part.take(range(count))])

    def _place(self, rng: torch.Generator) -> tuple[int, list[float]]:
        index = int(torch.randint(len(self.pictures), (), generator=rng))
        return index, torch.rand(5, generator=rng).tolist()

    def _crop(self, index: int, u: list[float], size_px: int, how: Augmentation) -> Tensor:
        picture = self.pictures[index]
        height, width = picture.shape[1:]
        side = max(16, round(min(height, width) * (how.scale[0] + u[0] * (how.scale[1] - how.scale[0]))))
        side = min(side, height, width)
        top, left = int(u[1] * (height - side + 1)), int(u[2] * (width - side + 1))
        crop = picture[None, :, top : top + side, left : left + side].float().div_(255)
        crop = F.interpolate(crop, (size_px, size_px), mode="bilinear", antialias=side > size_px)
        if how.flip and u[3] < 0.5:
            crop = crop.flip(3)
        if how.turn:
            crop = torch.rot90(crop, int(u[4] * 4), (2, 3))
        return crop


def picture_files(folder: Path) -> list[Path]:
    """All files of a folder, and of those in it, that look like pictures, in the order of their names."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def in_rgb(image: Image.Image) -> Image.Image:
    """RGB of 8 bits; deeper grey over its whole range, which Pillow would cut off at 255."""
    if not image.mode.startswith(("I", "F")):
        return image.convert("RGB")
    values = np.asarray(image, np.float64)
    if not np.isfinite(values).all():
        raise ValueError("it has values that are no numbers")
    if image.mode == "F" and values.min() >= 0 and values.max() <= 1:
        values = values * 255
    elif values.max() > 255:
        values = values / (257 if values.max() <= 65535 else values.max() / 255)
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8)).convert("RGB")


def decode(path: Path, short_side_px: int = SHORT_SIDE_PX) -> Tensor:
    """A picture file as uint8 3×h×w, upright; OSError or ValueError where it cannot be read."""
    with Image.open(path) as opened:
        opened.draft("RGB", (short_side_px, short_side_px))
        upright = in_rgb(ImageOps.exif_transpose(opened))
    scale = short_side_px / min(upright.size)
    if scale < 1:
        size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    return torch.from_numpy(np.asarray(upright).copy()).permute(2, 0, 1).contiguous()
