"""Korean articles as Koreans write them: ``4(1)`` is 제4조제1항, ``Addenda 21489 art. 2(2)`` 부칙 제21489호 제2조제2항."""

from __future__ import annotations

import re
from typing import Any

from madang.core.rules import Citation, Law, Mark

_ARTICLE = re.compile(
    r"(?P<article>\d+)(?:-(?P<branch>\d+))?(?:\((?P<paragraph>\d+)\))?(?:-\((?P<last>\d+)\))?(?P<item>\d+)?"
)


def in_korean(article: str) -> str:
    """The article of a citation in Korean; parts this module does not know stay as they are."""
    return ", ".join(_part(one) for one in article.replace("; ", ", ").split(", "))


def _part(text: str) -> str:
    if found := re.fullmatch(r"Addenda (\d+) arts?\. (.+)", text):
        return f"부칙 제{found[1]}호 {_part(found[2])}"
    if found := re.fullmatch(r"Act art\. (.+)", text):
        return f"법 {_part(found[1])}"
    if found := re.fullmatch(r"Act (\d+)", text):
        return f"법률 제{found[1]}호"
    if found := re.fullmatch(r"\((\d+)\)", text):
        return f"제{found[1]}항"
    found = _ARTICLE.fullmatch(text)
    return _numbered(found) if found else text


def _numbered(found: re.Match[str]) -> str:
    written = f"제{found['article']}조"
    if found["branch"]:
        written += f"의{found['branch']}"
    if found["paragraph"]:
        written += f"제{found['paragraph']}항"
    if found["last"]:
        written += f"부터 제{found['last']}항까지"
    if found["item"]:
        written += f"제{found['item']}호"
    return written


class KoreanCitation(Citation):
    """A citation that also knows its Korean form."""

    def text(self, language: str = "") -> str:
        """Title and article in ``language``; in Korean unless told otherwise, as `Law.titled`."""
        article = in_korean(self.article) if language in ("", "ko") else self.article
        return f"{self.law.titled(language)} {article}".strip()

    def _as_json(self, language: str) -> dict[str, Any]:
        """As every citation, with ``articles`` by language beside ``titles``; ``article`` is Korean only if asked for."""
        forms = {"ko": in_korean(self.article), "en": self.article}
        return {**super()._as_json(language), "article": forms.get(language, self.article), "articles": forms}


class KoreanLaw(Law):
    """An act, decree or notice whose articles are cited in Korean to Korean readers."""

    def art(self, article: str, *, url: str = "", mark: Mark | None = None) -> Citation:
        """Cite one article: ``ACT.art("4(1)")``."""
        return KoreanCitation(self, article, url, mark)
