"""Areas: the places a law pack can name, from provinces down to the municipalities that decide and pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One place. code: the country's official code. name: in its own language. english: romanised. parent: code or ''."""

    code: str
    name: str
    english: str
    parent: str = ""


class Areas:
    """All places of one country, by code.

    Iterating gives them in the order of the official list; ``areas[code]`` raises `KeyError` for an unknown code.
    """

    def __init__(self, language: str, text: str) -> None:
        """``language`` of the local names; ``text``: one place a line, ``code name | English``.

        A code that starts with another's code lies within it.
        """
        self.language = language
        self._by_code: dict[str, Area] = {}
        for line in text.strip().splitlines():
            left, english = line.split("|")
            code, name = left.strip().split(" ", 1)
            parent = next((code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in self._by_code), "")
            self._by_code[code] = Area(code, name.strip(), english.strip(), parent)

    def __getitem__(self, code: str) -> Area:
        """The place with this code."""
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        """Whether the code is known."""
        return code in self._by_code

    def __iter__(self) -> Iterator[Area]:
        """Every place, larger before smaller."""
        return iter(self._by_code.values())

    def __len__(self) -> int:
        """How many places are listed."""
        return len(self._by_code)

    def top(self) -> list[Area]:
        """The places of the highest level: provinces, regions, states."""
        return [area for area in self if not area.parent]

    def within(self, code: str) -> list[Area]:
        """The places directly inside ``code``."""
        return [area for area in self if area.parent == code]

    def lowest(self) -> list[Area]:
        """The places nothing else lies in: the codes facts about people carry."""
        parents = {area.parent for area in self}
        return [area for area in self if area.code not in parents]

    def label(self, code: str, language: str) -> str:
        """The whole name, as written in ``language``: ``강원특별자치도 양구군`` or ``Yanggu-gun, Gangwon``.

        Readers of other languages than the country's own get the romanised name. An unknown code is returned as it
        is, because an old register may hold it.
        """
        if code not in self:
            return code
        area = self[code]
        if language == self.language:
            return f"{self[area.parent].name} {area.name}" if area.parent else area.name
        return f"{area.english}, {self[area.parent].english}" if area.parent else area.english
