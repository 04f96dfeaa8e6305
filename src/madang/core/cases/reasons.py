"""Stored reasons (the explanation JSON of core.rules, without sentences) told in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from madang.core import formats
from madang.core.rules.explanation import NOT_KNOWN, UNKNOWN
from madang.core.rules.stored import reasons_in_full

Stored = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One reason as a person reads it. met: yes, no or unknown; law, article, url of its first citation; depth of its group."""

    sentence: str
    met: str
    law: str
    article: str
    url: str
    mark: str
    depth: int = 0
    amount: int | None = None

    @property
    def citation(self) -> str:
        """Law and article in one line."""
        return f"{self.law} {self.article}".strip()


def told(reasons: Iterable[Stored], currency: str = "") -> list[Told]:
    """Conditions or parts, groups before their members, those that decide nothing left out."""
    return list(_told(reasons_in_full(reasons), currency, 0))


def _told(reasons: Iterable[Stored], currency: str, depth: int) -> Iterator[Told]:
    for reason in reasons:
        if reason.get("amount", 1) == 0:  # a part of the amount that is not due
            continue
        if reason.get("group") == "any" and reason["verdict"]:  # one condition was enough: tell that one
            held = [child for child in reason["children"] if child["verdict"]]
            yield from _told(held[:1], currency, depth)
            continue
        if reason["message"]:
            yield _one(reason, currency, depth)
        yield from _told(reason.get("children", ()), currency, depth + bool(reason["message"]))


def _one(reason: Stored, currency: str, depth: int) -> Told:
    cites = reason.get("cites") or [{}]
    cite = cites[0]
    articles = [article(one) for one in cites if one.get("law") == cite.get("law") and one.get("article")]
    return Told(
        sentence=sentence(reason["message"], reason.get("figures", {}), currency),
        met={True: "yes", False: "no", None: "unknown"}[reason.get("verdict", True)],
        law=law_title(cite),
        article=", ".join(dict.fromkeys(articles)),
        url=cite.get("url", ""),
        mark=cite.get("mark", ""),
        depth=depth,
        amount=reason.get("amount"),
    )


def sentence(message: str, figures: dict[str, dict[str, Any]], currency: str) -> str:
    """A message id with its figures, in the active language."""
    if message == UNKNOWN:
        titles = str(figures["facts"]["value"]).split(", ")
        return gettext(message).format(facts=", ".join(gettext(title) for title in titles))
    return gettext(message).format_map({name: _figure(figure, currency) for name, figure in figures.items()})


def _figure(figure: dict[str, Any], currency: str) -> str:
    value, kind = figure["value"], figure["kind"]
    if value is None:
        return gettext(NOT_KNOWN)
    if kind == "date":
        return formats.day(dt.date.fromisoformat(value))
    if kind == "money":
        return formats.money(value, currency) if currency else formats.number(value)
    if kind == "int":
        return formats.number(value)
    return gettext(value) if isinstance(value, str) and value else str(value)


def article(cite: dict[str, Any]) -> str:
    """The article as the reader's language cites it: Addenda 21489 art. 2(1), 부칙 제21489호 제2조제1항."""
    language = (get_language() or "en").split("-")[0]
    named: str = cite.get("articles", {}).get(language) or cite["article"]
    return named


def law_title(cite: dict[str, Any]) -> str:
    """The law's title in the reader's language, else in English, else in its own."""
    titles: dict[str, str] = cite.get("titles", {})
    language = (get_language() or "en").split("-")[0]
    return titles.get(language) or titles.get("en") or cite.get("title", "")
