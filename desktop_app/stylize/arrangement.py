"""How the artist has arranged the styles: their order, their names, the favourites. Kept in the settings."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.settings import SettingsStore

NAME_LIMIT = 80


class Arrangement:
    """Knows sources alone. What is said of a style that is not there today is kept for when it is."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    def is_favourite(self, source: str) -> bool:
        return source in self._settings.current.favourites

    def set_favourite(self, source: str, *, is_wanted: bool) -> None:
        others = [known for known in self._settings.current.favourites if known != source]
        self._settings.change(favourites=(*others, source) if is_wanted else tuple(others))

    def name_of(self, source: str) -> str | None:
        """None where the style has kept the name it came with."""
        return self._settings.current.style_names.get(source)

    def rename(self, source: str, name: str) -> None:
        """An empty name gives the style the one it came with."""
        names = {known: said for known, said in self._settings.current.style_names.items() if known != source}
        name = " ".join(name.split())[:NAME_LIMIT]
        self._settings.change(style_names=names | {source: name} if name else names)

    def ordered(self, sources: Sequence[str]) -> list[str]:
        """As they were put. What came since stands before them if it is so in `sources`, else behind."""
        place = {source: number for number, source in enumerate(self._settings.current.style_order)}
        put = sorted((source for source in sources if source in place), key=place.__getitem__)
        first = next((number for number, source in enumerate(sources) if source in place), len(sources))
        later = [source for source in sources[first:] if source not in place]
        return [*sources[:first], *put, *later]

    def move(self, source: str, neighbour: str, sources: Sequence[str], *, is_after: bool) -> None:
        """`source` shall stand beside `neighbour`; `sources` are all there are, in their usual order."""
        if source == neighbour:
            return
        order = [known for known in self.ordered(sources) if known != source]
        order.insert(order.index(neighbour) + is_after, source)
        absent = [known for known in self._settings.current.style_order if known not in order]
        self._settings.change(style_order=(*order, *absent))
