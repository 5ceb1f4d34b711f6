"""Folders of pictures for training: decoded once, kept as bytes, cropped and augmented on the fly."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from models.data.levels import UNREADABLE, Levels, levels_of, of_8_bits
from models.data.part import WHOLE, Part
from models.file_kind import RAW_SUFFIXES
from models.news import FileError, Notice, UserError
from models.picture_file import on_white
from models.stepping import finish

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
OTHER_SUFFIXES = {".heic", ".heif", ".hif", ".avif", ".gif", ".jxl", ".jp2", ".psd", *RAW_SUFFIXES}
SHORT_SIDE_PX = 288
MOST_LEANING = 45.0


@dataclass(frozen=True)
class Augmentation:
    """How crops are varied. `scale` is the crop's side as a share of the picture's short side.

    `turn` is by quarters; `lean_degrees` at most so far either way, and nothing from beyond the picture comes
    in. `colour` is how much each channel's light and the contrast may differ, as a share. Without
    `enlarges` more of a picture is taken where a crop would have to be enlarged: a discriminator would tell
    real ones by the blur.
    """

    scale: tuple[float, float] = (0.35, 1.0)
    flip: bool = True
    turn: bool = False
    lean_degrees: float = 0.0
    colour: float = 0.0
    enlarges: bool = True

    def __post_init__(self) -> None:
        """UserError for what cannot be: it may come from a recipe."""
        least, most = self.scale
        if not 0 < least <= most <= 1:
            raise UserError(
                f"scale in the augmentation is {least:g} to {most:g}. Crops are shares of the short side: "
                "above 0, at most 1, the smaller one first."
            )
        if not 0 <= self.lean_degrees <= MOST_LEANING:
            raise UserError(
                f"lean_degrees in the augmentation is {self.lean_degrees:g}. Crops lean by 0 to "
                f"{MOST_LEANING:g} degrees."
            )
        if not 0 <= self.colour <= 1:
            raise UserError(f"colour in the augmentation is {self.colour:g}. It goes from 0 to 1.")

    def short_side_px(self, size_px: int) -> int:
        """Of a picture whose smallest crop has `size_px`."""
        return math.ceil(size_px / self.scale[0])

    def share(self, chance: float, short_px: int, size_px: int) -> float:
        """Of the picture's short side, by a chance from 0 to 1."""
        low, high = self.scale
        if not self.enlarges:
            low = max(low, min(1.0, size_px / short_px))
        return low + chance * (max(low, high) - low)


class PictureFolder:
    """All readable pictures of a folder as uint8 tensors (3×h×w), the short side at most `short_side_px`.

    `names` are those of their files, as far as there are any; `unreadable` lists the files that were left
    out, with the reason.
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
        self.names: list[str] = []
        files = picture_files(folder)
        levels = finish(levels_of(files))
        for path in files:
            try:
                self.pictures.append(decode(path, short_side_px, levels))
                self.names.append(path.name)
            except UNREADABLE as error:
                self.unreadable.append(f"{path.name}: {error}")
        self.pictures += [torch.from_numpy(rgb).permute(2, 0, 1).contiguous() for rgb in extra]
        if not self.pictures:
            raise FileError(
                f"There is no readable picture in {folder}. JPEG, PNG, TIFF, WebP and BMP are read."
            )

    @classmethod
    def of(cls, pictures: list[Tensor], names: Sequence[str] = ()) -> Self:
        """Pictures that were read one by one (uint8 3×h×w)."""
        folder = cls.__new__(cls)
        folder.unreadable, folder.pictures, folder.names = [], pictures, list(names)
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
        places = [(self._which(rng), chance(rng, how)) for _ in range(count)]
        return torch.cat([self._crop(*places[i], size_px, how) for i in part.take(range(count))])

    def some_of_each(self, count: int, size_px: int, how: Augmentation) -> Iterator[tuple[int, Tensor]]:
        """About `count` crops (1×3×size×size) with the numbers of their pictures; the same ones each time.

        There are as many of each picture.
        """
        rng = torch.Generator().manual_seed(11)
        shown = min(count, len(self))
        for number in range(shown):
            index = number * len(self) // shown
            for _ in range(max(1, count // len(self))):
                yield index, self._crop(index, chance(rng, how), size_px, how)

    def _which(self, rng: torch.Generator) -> int:
        return int(torch.randint(len(self.pictures), (), generator=rng))

    def _crop(self, index: int, u: list[float], size_px: int, how: Augmentation) -> Tensor:
        picture = self.pictures[index]
        height, width = picture.shape[1:]
        angle = math.radians(how.lean_degrees * (2 * u[5] - 1)) if how.lean_degrees else 0.0
        round_it = math.cos(angle) + abs(math.sin(angle))  # the upright square round a leaning one
        short = min(height, width)
        side = max(16, round(short * how.share(u[0], short, size_px)))
        side = min(round(side * round_it), height, width)
        top, left = int(u[1] * (height - side + 1)), int(u[2] * (width - side + 1))
        crop = picture[None, :, top : top + side, left : left + side].float().div_(255)
        cut_px = round(size_px * round_it)
        crop = F.interpolate(crop, (cut_px, cut_px), mode="bilinear", antialias=side > cut_px)
        if angle:
            crop = _leaning(crop, angle, size_px)
        if how.flip and u[3] < 0.5:
            crop = crop.flip(3)
        if how.turn:
            crop = torch.rot90(crop, int(u[4] * 4), (2, 3))
        return _recoloured(crop, how.colour, u[6:]) if how.colour else crop


def chance(rng: torch.Generator, how: Augmentation) -> list[float]:
    varied = 5 if how.lean_degrees or how.colour else 0  # what does not vary needs no chance for it
    u: list[float] = torch.rand(5 + varied, generator=rng).tolist()
    return u


def _leaning(square: Tensor, angle: float, size_px: int) -> Tensor:
    """The square of `size_px` in the middle that is turned by `angle`."""
    share = size_px / square.shape[3]
    cos, sin = math.cos(angle) * share, math.sin(angle) * share
    rows = torch.tensor([[[cos, -sin, 0.0], [sin, cos, 0.0]]], device=square.device)
    grid = F.affine_grid(rows, [1, square.shape[1], size_px, size_px], align_corners=False)
    return F.grid_sample(square, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _recoloured(crop: Tensor, most: float, u: list[float]) -> Tensor:
    """Other light in each colour, and another contrast, by a power; of a pair in both pictures alike."""
    gains = crop.new_tensor([1 + most * (2 * value - 1) for value in u[:3]]).repeat(crop.shape[1] // 3)
    return (crop.pow((1 + most) ** (2 * u[3] - 1)) * gains[None, :, None, None]).clamp(0, 1)


def picture_files(folder: Path) -> list[Path]:
    """All files of a folder, and of those in it, that look like pictures, in the order of their names."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def other_pictures(folder: Path) -> list[Path]:
    """The files of a folder, and of those in it, that are named as pictures of kinds that are not read."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in OTHER_SUFFIXES)


def decode(path: Path, short_side_px: int = SHORT_SIDE_PX, levels: Levels | None = None) -> Tensor:
    """A picture file as uint8 3×h×w, upright, in sRGB and on white, as the whole program reads it.

    Made small first, which is much faster. `levels` are those of its folder, for more than 8 bits. OSError or
    ValueError where it cannot be read.
    """
    with Image.open(path) as opened:
        opened.draft("RGB", (short_side_px, short_side_px))
        icc = opened.info.get("icc_profile") or None
        upright = of_8_bits(ImageOps.exif_transpose(opened), levels)
    scale = short_side_px / min(upright.size)
    if scale < 1:
        size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
        upright = _without_names(upright).resize(size, Image.Resampling.LANCZOS)
    return torch.from_numpy(on_white(upright, icc)).permute(2, 0, 1).contiguous()


def _without_names(image: Image.Image) -> Image.Image:
    """With numbers that can be mixed: no places in a palette, no colour that stands for transparency."""
    if image.has_transparency_data and image.mode not in ("LA", "RGBA"):
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode == "P" else image.convert("L") if image.mode == "1" else image


def left_out(*folders: PictureFolder) -> Generator[Notice, None, None]:
    """What of them cannot be read and takes no part, in words."""
    for reason in (reason for folder in folders for reason in folder.unreadable):
        yield Notice(f"Left out: {reason}")


def by_digest(folder: Path) -> dict[str, Path]:
    """The files of a folder by their SHA-256, as the cards of styles name pictures."""
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.iterdir() if path.is_file()
    }
