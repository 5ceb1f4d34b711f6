"""Which part of a picture is seen, and how large. Pure geometry: sizes and points in pixels, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

MARGIN_PX = 24  # round a fitted picture
LARGEST = 32.0  # view pixels per picture pixel
FIT_ENLARGES = 2.0  # beyond that a small picture is more pixels than picture


@dataclass(frozen=True)
class Viewport:
    """A picture of `picture` pixels in a view of `view` pixels.

    `zoom` is view pixels per picture pixel; `center` is the picture's point in the middle of the view.
    `pixel` is the zoom at which one pixel of the picture is one of the screen (0.5 on a screen of ratio 2).
    `turns` are quarter turns clockwise in which it is looked at; points of the picture know nothing of them.
    """

    picture: tuple[int, int] = (1, 1)
    view: tuple[int, int] = (1, 1)
    pixel: float = 1.0
    zoom: float = 1.0
    center: tuple[float, float] = (0.5, 0.5)
    is_fit: bool = True
    turns: int = 0

    @property
    def seen(self) -> tuple[int, int]:
        """The picture's width and height as it is turned."""
        return self.picture[::-1] if self.turns % 2 else self.picture

    @property
    def fit_zoom(self) -> float:
        width, height = (max(1, side - 2 * MARGIN_PX) for side in self.view)
        return min(width / self.seen[0], height / self.seen[1], self.pixel * FIT_ENLARGES)

    @property
    def smallest(self) -> float:
        return min(self.fit_zoom, self.pixel) / 2

    @property
    def origin(self) -> tuple[float, float]:
        """Where the top left corner of what is seen of the picture lies in the view."""
        x, y = self.view_point(self.picture[0] / 2, self.picture[1] / 2)
        return x - self.size[0] / 2, y - self.size[1] / 2

    @property
    def size(self) -> tuple[float, float]:
        """The picture's size in the view, as it is turned."""
        return self.seen[0] * self.zoom, self.seen[1] * self.zoom

    @property
    def percent(self) -> float:
        """100 where one pixel of the picture is one of the screen."""
        return self.zoom / self.pixel * 100

    def with_picture(self, width_px: int, height_px: int) -> Viewport:
        """Another picture of the same size is seen at the same place, one of another size whole."""
        if (width_px, height_px) == self.picture:
            return self
        return replace(self, picture=(width_px, height_px), turns=0).fitted()

    def with_view(self, width_px: int, height_px: int, pixel: float) -> Viewport:
        changed = replace(self, view=(max(1, width_px), max(1, height_px)), pixel=pixel)
        return changed.fitted() if self.is_fit else changed._held()

    def fitted(self) -> Viewport:
        middle = (self.picture[0] / 2, self.picture[1] / 2)
        return replace(self, zoom=self.fit_zoom, center=middle, is_fit=True)

    def turned(self, quarters: int) -> Viewport:
        """So many quarter turns clockwise; the middle keeps what it shows."""
        turned = replace(self, turns=(self.turns + quarters) % 4)
        return turned.fitted() if self.is_fit else turned._held()

    @property
    def unturned(self) -> Viewport:
        """For painting where the painter itself is turned about the middle of the view."""
        return replace(self, turns=0)

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> Viewport:
        """`at`, a point of the view (its middle if None), keeps what it shows."""
        return self.zoomed_to(self.zoom * factor, at)

    def zoomed_to(self, zoom: float, at: tuple[float, float] | None = None) -> Viewport:
        zoom = min(max(zoom, self.smallest), LARGEST * self.pixel)
        x, y = at or (self.view[0] / 2, self.view[1] / 2)
        shown = self.picture_point(x, y)
        dx, dy = _turn(self.view[0] / 2 - x, self.view[1] / 2 - y, -self.turns)
        center = (shown[0] + dx / zoom, shown[1] + dy / zoom)
        return replace(self, zoom=zoom, center=center, is_fit=False)._held()

    def panned(self, dx: float, dy: float) -> Viewport:
        """The picture moves by so many view pixels."""
        dx, dy = _turn(dx, dy, -self.turns)
        center = (self.center[0] - dx / self.zoom, self.center[1] - dy / self.zoom)
        moved = replace(self, center=center)._held()
        return replace(moved, is_fit=self.is_fit and moved.center == self.center)

    def picture_point(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = _turn(x - self.view[0] / 2, y - self.view[1] / 2, -self.turns)
        return self.center[0] + dx / self.zoom, self.center[1] + dy / self.zoom

    def view_point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture is seen."""
        dx, dy = _turn(x - self.center[0], y - self.center[1], self.turns)
        return self.view[0] / 2 + dx * self.zoom, self.view[1] / 2 + dy * self.zoom

    def _held(self) -> Viewport:
        """The picture never leaves the view: it is centred where it fits, and has no wide gap where not."""
        view = self.view[::-1] if self.turns % 2 else self.view
        held = []
        for side, shown, middle in zip(self.picture, view, self.center, strict=True):
            half = (shown / 2 - MARGIN_PX) / self.zoom
            held.append(side / 2 if 2 * half >= side else min(max(middle, half), side - half))
        return replace(self, center=(held[0], held[1]))


def _turn(x: float, y: float, quarters: int) -> tuple[float, float]:
    """A vector turned clockwise, as y goes down."""
    for _ in range(quarters % 4):
        x, y = -y, x
    return x, y
