"""What is open and how it shall look, as frozen data. Every change makes a new state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.requests import Controls, EngineName, Export, RefineSettings, StyleChoice, Stylize

PROJECT_SUFFIX = ".impasto"
LEAST_WEIGHT = 0.01


@dataclass(frozen=True)
class Photo:
    """The facts of the open photograph; its pixels stay on disk."""

    path: Path
    width_px: int
    height_px: int
    bits: int = 8
    has_alpha: bool = False
    file_format: str = ""

    @property
    def long_side_px(self) -> int:
        return max(self.width_px, self.height_px)


@dataclass(frozen=True)
class Project:
    """All that decides the picture: equal projects give equal pictures."""

    photo: Photo | None = None
    styles: tuple[StyleChoice, ...] = ()
    controls: Controls = field(default_factory=Controls)
    seed: int = 0

    @property
    def is_paintable(self) -> bool:
        return self.photo is not None and bool(self.styles)

    def uses(self, source: str) -> bool:
        return any(style.source == source for style in self.styles)

    def with_only(self, source: str) -> Project:
        """This style alone; a mask that it has already stays, and what is left out of its picture."""
        alone = StyleChoice(source, mask=self.mask_of(source), exclude=self.exclusion_of(source))
        return replace(self, styles=(alone,))

    def with_toggled(self, source: str) -> Project:
        """The style joins the mix, as heavy as the others are on average, or leaves it."""
        if self.uses(source):
            rest = tuple(style for style in self.styles if style.source != source)
            if rest and not any(style.weight for style in rest):
                rest = tuple(replace(style, weight=1.0) for style in rest)
            return replace(self, styles=rest)
        weights = [style.weight for style in self.styles] or [1.0]
        fair = round(sum(weights) / len(weights), 3)
        return replace(self, styles=(*self.styles, StyleChoice(source, fair)))

    def with_weights(self, weights: Mapping[str, float]) -> Project:
        """By source. Somebody has to paint: the last one that would weigh nothing keeps `LEAST_WEIGHT`."""
        styles = [replace(style, weight=weights.get(style.source, style.weight)) for style in self.styles]
        if not any(style.weight for style in styles):
            styles = [
                replace(style, weight=LEAST_WEIGHT if style.source in weights else 0.0) for style in styles
            ]
        return replace(self, styles=tuple(styles))

    def with_mask(self, source: str, mask: Path | None) -> Project:
        """This style paints only where the mask is white; None lets it paint everywhere."""
        return replace(
            self,
            styles=tuple(
                replace(style, mask=mask) if style.source == source else style for style in self.styles
            ),
        )

    def with_exclusion(self, source: str, exclude: Path | None) -> Project:
        """What is white in `exclude` takes no part in this style; None leaves nothing out."""
        return replace(
            self,
            styles=tuple(
                replace(style, exclude=exclude) if style.source == source else style for style in self.styles
            ),
        )

    def exclusion_of(self, source: str) -> Path | None:
        return next((style.exclude for style in self.styles if style.source == source), None)

    def mask_of(self, source: str) -> Path | None:
        return next((style.mask for style in self.styles if style.source == source), None)

    def share_of(self, source: str) -> float:
        """The part of the mix, 0 to 1, that this style has."""
        total = sum(style.weight for style in self.styles)
        own = sum(style.weight for style in self.styles if style.source == source)
        return own / total if total else 0.0

    def request(
        self,
        engine: EngineName = "universal",
        long_side_px: int | None = None,
        export: Export | None = None,
        begun: Path | None = None,
    ) -> Stylize:
        """The question for the engine. Raises `ValueError` where there is no photograph or no style.

        `begun` is a refined picture to go on from.
        """
        if self.photo is None or not self.styles:
            raise ValueError("a photograph and a style are needed")
        return Stylize(
            photo=self.photo.path,
            styles=self.styles,
            controls=self.controls,
            engine=engine,
            refine=RefineSettings(begun=begun),
            long_side_px=long_side_px,
            seed=self.seed,
            export=export,
        )
