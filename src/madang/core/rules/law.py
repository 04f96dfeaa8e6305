"""Laws, articles, and how far a figure from them has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .kinds import RuleError


class Mark(StrEnum):
    """How the source of a figure or rule was read. Shown to everybody beside the figure."""

    STATUTE = "statute text read"
    OFFICIAL = "official page"
    SECONDARY = "secondary"


@dataclass(frozen=True, eq=False)
class Law:
    """An act, decree or notice.

    name: stable code, e.g. ``kr-child-allowance-act``. title: by language, the law's own language first, e.g.
    ``{"ko": "아동수당법", "en": "Child Allowance Act"}``. number: official number. url: official text.
    """

    name: str
    title: Mapping[str, str]
    number: str
    url: str
    mark: Mark = Mark.STATUTE

    def __post_init__(self) -> None:
        """A law without a title cannot be cited."""
        if not self.title:
            raise RuleError(f"Law {self.name} needs its title in its own language, e.g. title={{'ko': '…'}}.")

    def titled(self, language: str = "") -> str:
        """The title in ``language``, else in the law's own."""
        return self.title.get(language) or next(iter(self.title.values()))

    def art(self, article: str, *, url: str = "", mark: Mark | None = None) -> Citation:
        """Cite one article: ``ACT.art("4(1)")``. url, mark: only where they differ from the law's own."""
        return Citation(self, article, url, mark)


@dataclass(frozen=True)
class Citation:
    """One article of one law; ``url`` and ``mark`` fall back to the law's."""

    law: Law
    article: str
    own_url: str = ""
    own_mark: Mark | None = None

    @property
    def url(self) -> str:
        """Where the text can be read."""
        return self.own_url or self.law.url

    @property
    def mark(self) -> Mark:
        """How it was read."""
        return self.own_mark or self.law.mark

    def text(self, language: str = "") -> str:
        """``아동수당법 4(1)``, ``Child Allowance Act 4(1)``."""
        return f"{self.law.titled(language)} {self.article}".strip()

    def to_json(self, language: str = "") -> dict[str, Any]:
        """The citation as plain JSON. Made once, because every reason of every explanation cites: not to be changed."""
        made: dict[str, dict[str, Any]] = self.__dict__.setdefault("_json", {})
        if language not in made:
            made[language] = self._as_json(language)
        return made[language]

    def _as_json(self, language: str) -> dict[str, Any]:
        return {
            "law": self.law.name,
            "title": self.law.titled(language),
            "titles": dict(self.law.title),
            "number": self.law.number,
            "article": self.article,
            "url": self.url,
            "mark": str(self.mark),
        }


@dataclass(frozen=True, eq=False)
class Cites:
    """An ordered list of citations, built from one citation, several, or an article of a default law."""

    citations: tuple[Citation, ...] = field(default=())

    @classmethod
    def of(cls, given: Citation | str | tuple[Citation | str, ...], law: Law) -> Cites:
        """``"4(1)"`` means article 4(1) of ``law``."""
        several = given if isinstance(given, tuple) else (given,)
        return cls(tuple(law.art(one) if isinstance(one, str) else one for one in several if one))
