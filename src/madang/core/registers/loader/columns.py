"""Columns of a register file: what a cell may hold, and what is said when it does not.

A cell is text. An empty cell means unknown (or none, where the fact is optional). A parsed value is JSON: text, int, bool,
a date as `YYYY-MM-DD` (which sorts and compares as text), or None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from madang.core.rules.kinds import LARGEST

Value = str | int | bool | None

#: Nobody alive was born before; an older date is a slip of the keyboard.
EARLIEST = "1850-01-01"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NATIONAL_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,31}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Problem(NamedTuple):
    """Why a row is refused: the field, the rule it breaks and what to do; all for people, in the loader's language."""

    field: str
    rule: str
    remedy: str


@dataclass(frozen=True)
class Column:
    """One column of a file.

    required: the cell may not be empty. listed: the file must have the column, though its cells may be empty.
    refers: the value is the national number of a person who must be registered.
    """

    name: str
    title: str | Promise
    parse: Callable[[str], Value]
    required: bool = False
    listed: bool = False
    refers: bool = False
    default: Value = None


class CellError(ValueError):
    """A cell that cannot be read: (rule, remedy)."""


def text(longest: int) -> Callable[[str], Value]:
    """Any printable text up to `longest` characters."""

    def parse(cell: str) -> Value:
        if len(cell) > longest:
            raise CellError(
                _("at most %(longest)d characters") % {"longest": longest},
                _("Shorten it; it has %(length)d.") % {"length": len(cell)},
            )
        if CONTROL.search(cell):
            raise CellError(_("no control characters"), _("Remove the unprintable characters."))
        return cell

    return parse


def matching(pattern: str, rule: Callable[[], str], remedy: Callable[[], str]) -> Callable[[str], Value]:
    """Text of a given form."""
    form = re.compile(pattern)

    def parse(cell: str) -> Value:
        if not form.fullmatch(cell):
            raise CellError(rule(), remedy())
        return cell

    return parse


def one_of(allowed: frozenset[str], rule: Callable[[], str], remedy: Callable[[], str]) -> Callable[[str], Value]:
    """One of a fixed set of codes."""

    def parse(cell: str) -> Value:
        if cell not in allowed:
            raise CellError(rule(), remedy())
        return cell

    return parse


def day(cell: str) -> Value:
    """A date that exists, not before 1850 and not after today."""
    value = any_day(cell)
    if str(value) > dt.date.today().isoformat():  # noqa: DTZ011 - a register file has days without a zone
        raise CellError(_("not in the future"), _("Check the year; facts are loaded once they have happened."))
    return value


def any_day(cell: str) -> Value:
    """A date that exists, from 1850 on; it may lie ahead, as the end of a status does."""
    if not DAY.fullmatch(cell):
        raise CellError(_("a date is written YYYY-MM-DD"), _("Write it like 2026-03-09."))
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        raise CellError(_("a date that exists in the calendar"), _("Check day and month.")) from None
    if cell < EARLIEST:
        raise CellError(_("not before 1850"), _("Check the year."))
    return cell


def whole(smallest: int, largest: int) -> Callable[[str], Value]:
    """A whole number in a range. `1000.0`, as spreadsheets and data frames write it, is a whole number."""

    def parse(cell: str) -> Value:
        number = cell.removesuffix(".0")
        # ASCII digits only: int() would also take other scripts' digits and underscores.
        if not re.fullmatch(r"[+-]?[0-9]{1,19}", number):
            raise CellError(
                _("a whole number without separators"),
                _("Write digits only; money in the currency's smallest unit."),
            )
        value = int(number)
        if not smallest <= value <= largest:
            raise CellError(
                _("between %(smallest)d and %(largest)d") % {"smallest": smallest, "largest": largest},
                _("Check the number of digits."),
            )
        return value

    return parse


def truth(cell: str) -> Value:
    """Yes or no."""
    lowered = cell.lower()
    if lowered in {"true", "1", "yes", "y"}:
        return True
    if lowered in {"false", "0", "no", "n"}:
        return False
    raise CellError(_("true or false"), _("Write true or false."))


def national_number(cell: str) -> Value:
    """A national number as the person's own country writes it: letters, digits and hyphens."""
    if not NATIONAL_NUMBER.fullmatch(cell):
        raise CellError(
            _("a national number has 1 to 32 letters, digits or hyphens"), _("Correct it from the person's papers.")
        )
    return cell


def email(cell: str) -> Value:
    """An e-mail address."""
    try:
        validate_email(cell)
    except ValidationError:
        raise CellError(_("an e-mail address"), _("Write it like name@example.org, or leave it empty.")) from None
    return cell


money = whole(-LARGEST, LARGEST)


def parse_row(columns: tuple[Column, ...], cells: dict[str, str]) -> tuple[dict[str, Value], list[Problem]]:
    """The values of a row and everything that is wrong with it. A column missing from the file is as if empty."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for column in columns:
        cell = cells.get(column.name, "")
        cell = cell.strip()
        if not cell:
            values[column.name] = column.default
            if column.required:
                problems.append(Problem(column.name, _("may not be empty"), _("Fill it in.")))
            continue
        try:
            values[column.name] = column.parse(cell)
        except CellError as error:
            values[column.name] = None
            problems.append(Problem(column.name, *error.args))
    return values, problems
