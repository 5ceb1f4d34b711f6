"""Several versions of the settings for one photograph, side by side, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.document.state import Project


@dataclass(frozen=True)
class Version:
    """One way to paint the photograph. `number` stays for ever; `name` is empty until somebody gives one."""

    number: int
    project: Project
    name: str = ""


@dataclass(frozen=True)
class Versions:
    """At least one, each of the same photograph. `number` is that of the one that is worked on."""

    each: tuple[Version, ...] = (Version(1, Project()),)
    number: int = 1

    @classmethod
    def of(cls, project: Project) -> Versions:
        return cls((Version(1, project),))

    @property
    def chosen(self) -> Version:
        return next(version for version in self.each if version.number == self.number)

    @property
    def project(self) -> Project:
        return self.chosen.project

    def find(self, number: int) -> Version | None:
        return next((version for version in self.each if version.number == number), None)

    def beside(self, by: int) -> int:
        """The number of the version so many places further, round and round."""
        return self.each[(self.each.index(self.chosen) + by) % len(self.each)].number

    def with_project(self, project: Project) -> Versions:
        """The chosen version is this now; another photograph becomes that of all."""
        if project.photo != self.project.photo:
            moved = [replace(one, project=replace(one.project, photo=project.photo)) for one in self.each]
            return replace(self, each=tuple(moved))._with(replace(self.chosen, project=project))
        return self._with(replace(self.chosen, project=project))

    def with_copy(self) -> Versions:
        """A copy of the chosen version behind it, to go on with; the one before stays as it is."""
        place = self.each.index(self.chosen) + 1
        copy = Version(max(version.number for version in self.each) + 1, self.project)
        return Versions((*self.each[:place], copy, *self.each[place:]), copy.number)

    def with_chosen(self, number: int) -> Versions:
        return replace(self, number=number) if self.find(number) else self

    def with_name(self, number: int, name: str) -> Versions:
        version = self.find(number)
        return self._with(replace(version, name=name)) if version else self

    def without(self, number: int) -> Versions:
        """The last one stays. In the place of the chosen one the next is chosen, or the one before."""
        left = tuple(version for version in self.each if version.number != number)
        if not left or len(left) == len(self.each):
            return self
        place = [version.number for version in self.each].index(number)
        chosen = left[min(place, len(left) - 1)].number if number == self.number else self.number
        return Versions(left, chosen)

    def _with(self, changed: Version) -> Versions:
        each = tuple(changed if version.number == changed.number else version for version in self.each)
        return replace(self, each=each)
