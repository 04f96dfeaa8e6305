"""What somebody chose to see of the public reports: read from the address, so that a link shows the same to everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Organisation
from madang.systems.complaints.models import Category, Report, State
from madang.systems.complaints.models.report import LIVE, ReportQuerySet
from madang.systems.complaints.pages.public_index import Points

Box = tuple[float, float, float, float]


class ChosenForm(forms.Form):
    """The filters of the list and the map."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("open")), ("closed", _("closed")), ("all", _("all"))]
    )
    category = forms.ChoiceField(label=_("About"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Categories and agencies in the reader's language."""
        super().__init__(*arguments, **more)
        categories = [(one.code, one.name) for one in Category.objects.filter(active=True)]
        asked = Category.objects.values("organisation")
        agencies = Organisation.objects.filter(pk__in=asked) | Organisation.objects.filter(
            complaint_areas__isnull=False
        )
        for name, choices in (
            ("category", categories),
            ("agency", [(one.code, one.title) for one in agencies.distinct()]),
        ):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [("", _("all")), *choices]


@dataclass(frozen=True)
class Chosen:
    """The filters as ids. `nothing`: a category or agency was asked for that does not exist."""

    form: ChosenForm
    state: str = ""
    category: int | None = None
    organisation: int | None = None
    box: Box | None = None
    nothing: bool = False

    def reports(self) -> ReportQuerySet:
        """The published reports that were chosen."""
        found = Report.objects.public()
        if self.nothing:
            return found.none()
        if self.state != "all":
            # What is left out rather than what is meant: so no database takes an index by state and then sorts all of it.
            done, others = (State.CLOSED, State.JOINED), (*LIVE, State.JOINED)
            found = found.exclude(state__in=done if self.state == "" else others)
        if self.category is not None:
            found = found.filter(category=self.category)
        if self.organisation is not None:
            found = found.filter(organisation=self.organisation)
        if self.box is not None:
            west, south, east, north = self.box
            found = found.filter(lat__range=(south, north), lon__range=(west, east))
        return found

    def page(self, after: Place | None, size: int) -> list[Report]:
        """The next reports, the newest first, from after that place on.

        First their keys, which the index gives in this order, then the rows: with joined tables a database may prefer to sort
        every report there is.
        """
        keys = self.reports().order_by("-reported_at", "-pk")
        if after is not None:
            keys = keys.filter(reported_at__lte=after.reported_at)
            keys = keys.exclude(reported_at=after.reported_at, pk__gte=after.pk)
        rows = Report.objects.filter(pk__in=list(keys.values_list("pk", flat=True)[:size]))
        return list(rows.select_related("category", "organisation").order_by("-reported_at", "-pk"))

    def points(self, points: Points, box: Box | None = None) -> Points:
        """The same of the points in memory, in a part of the map."""
        keep = np.full(points.pk.shape, not self.nothing)
        if self.state != "all":
            keep &= points.live if self.state == "" else ~points.live
        if self.category is not None:
            keep &= points.category == self.category
        if self.organisation is not None:
            keep &= points.organisation == self.organisation
        if part := box or self.box:
            west, south, east, north = part
            keep &= (points.lat >= south) & (points.lat <= north) & (points.lon >= west) & (points.lon <= east)
        return points.where(keep)

    def query(self, **more: str) -> str:
        """The filters as the end of an address, with its question mark; empty when there are none."""
        values = {name: str(self.form[name].value() or "") for name in ("state", "category", "agency")}
        if self.box is not None:
            values["box"] = ",".join(f"{edge:.5f}" for edge in self.box)
        values |= more
        text = urlencode({name: value for name, value in values.items() if value})
        return f"?{text}" if text else ""


def chosen(request: HttpRequest) -> Chosen:
    """What the address chooses. What does not exist finds nothing; a box that is none is left out."""
    form = ChosenForm(request.GET)
    form.is_valid()
    values = {name: request.GET.get(name, "").replace("\x00", "") for name in ("state", "category", "agency")}
    category = Category.objects.filter(code=values["category"]).values_list("pk", flat=True).first()
    agency = Organisation.objects.filter(code=values["agency"]).values_list("pk", flat=True).first()
    nothing = bool((values["category"] and category is None) or (values["agency"] and agency is None))
    state = values["state"] if values["state"] in ("closed", "all") else ""
    return Chosen(form, state, category, agency, box_of(request.GET.get("box", "")), nothing)


def box_of(text: str) -> Box | None:
    """West, south, east and north in degrees; None for what is no box."""
    try:
        west, south, east, north = (float(edge) for edge in text.split(","))
    except ValueError:
        return None
    if not (-720 <= west < east <= 720 and -90 <= south < north <= 90):
        return None
    return west, south, east, north


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after this report. As text: `2026-01-31T12:00:00.000001+00:00_123`."""

    reported_at: dt.datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.reported_at.isoformat()}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place from an address; None for what is none."""
        moment, _underscore, number = text.partition("_")
        try:
            at, pk = dt.datetime.fromisoformat(moment.replace(" ", "+")), int(number)
        except ValueError:
            return None
        return cls(at, pk) if at.tzinfo and at.year in range(1970, 2200) and 0 < pk < 2**63 else None
