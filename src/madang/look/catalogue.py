"""What the catalogue page shows: one believable example for every component."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.core import formats
from madang.look import charts, maps
from madang.look.frames import NavigationEntry
from madang.look.tables import Column

ISLAND = {
    "type": "Polygon",
    "coordinates": [
        [
            [128.98, 35.08],
            [129.06, 35.06],
            [129.13, 35.13],
            [129.22, 35.17],
            [129.2, 35.25],
            [129.04, 35.26],
            [128.98, 35.08],
        ]
    ],
}
ICONS = [
    "home",
    "list",
    "grid",
    "file",
    "folder",
    "letter",
    "bell",
    "user",
    "users",
    "child",
    "elder",
    "family",
    "heart",
    "house",
    "briefcase",
    "coins",
    "bank",
    "card",
    "calendar",
    "clock",
    "search",
    "check",
    "cross",
    "alert",
    "info",
    "circle-check",
    "circle-cross",
    "question",
    "chevron-right",
    "chevron-left",
    "chevron-down",
    "arrow-right",
    "arrow-left",
    "external",
    "download",
    "upload",
    "print",
    "edit",
    "trash",
    "plus",
    "minus",
    "filter",
    "settings",
    "globe",
    "sun",
    "moon",
    "contrast",
    "sign-in",
    "sign-out",
    "shield",
    "lock",
    "key",
    "eye",
    "scale",
    "book",
    "map",
    "pin",
    "chart",
    "phone",
    "message",
    "speech",
    "flag",
    "refresh",
    "link",
    "seedling",
    "school",
    "health",
    "passport",
    "car",
    "storm",
    "ship",
    "vote",
    "menu",
    "more",
]


class ExampleForm(forms.Form):
    """One field of every kind; bound to bad entries in the catalogue, so that its errors show."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), help_text=gettext_lazy("As it stands in your passport or ID card.")
    )
    born = forms.DateField(
        label=gettext_lazy("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "invalid": gettext_lazy("This date does not exist. Write year, month and day, like 2019-03-02.")
        },
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Where do you live?"),
        choices=[
            ("", gettext_lazy("Please choose")),
            ("seoul", gettext_lazy("Seoul")),
            ("jeonnam", gettext_lazy("Jeonnam")),
        ],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How shall we write to you?"),
        widget=forms.RadioSelect,
        choices=[("app", gettext_lazy("In Madang")), ("post", gettext_lazy("By post")), ("both", gettext_lazy("Both"))],
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    about = forms.CharField(
        label=gettext_lazy("What else should we know?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read how my data are used"), required=False)


def catalogue_context() -> dict[str, Any]:
    """Everything the two catalogue pages show. Nothing is read from or written to the database."""
    today = timezone.localdate()
    won = "KRW"
    regions = [
        (_("Seoul"), 412_300),
        (_("Gyeonggi"), 731_900),
        (_("Busan"), 143_800),
        (_("Jeonnam"), 84_200),
        (_("Jeju"), 38_700),
    ]
    ages = [f"{age}" for age in range(13)]
    return {
        "example_form": ExampleForm({"name": "김하늘", "born": "2026-02-30", "region": "seoul"}),
        "icons": ICONS,
        "today": today,
        "due": today + dt.timedelta(days=5),
        "now": timezone.now(),
        "breadcrumbs": [("/", _("Home")), ("#", _("My cases")), (None, _("Child allowance"))],
        "example_tabs": [
            NavigationEntry("#", _("For you"), "", True, 2),
            NavigationEntry("#", _("Running")),
            NavigationEntry("#", _("Finished"), "", False, 14),
        ],
        "steps": [
            ("done", _("You confirmed"), _("The case is open")),
            ("current", _("We decide"), _("By 12 June at the latest, Civil Petitions Act art. 17")),
            ("next", _("We pay"), _("On the 25th of each month")),
        ],
        "facts": [
            (_("Name"), "김하늘", _("Civil register")),
            (_("Born"), formats.day(dt.date(2019, 3, 2)), _("Civil register")),
            (_("Lives in"), _("Haenam-gun, Jeonnam"), _("Residence register, since 2021")),
            (_("Account"), "•••• 4821", _("You, in March")),
        ],
        "columns": [Column(_("Case")), Column(_("Person")), Column(_("Due")), Column(_("Amount"), number=True)],
        "rows": [
            [_("Child allowance"), "김하늘", formats.day(today, "short"), formats.money(100_000, won)],
            [
                _("First-meeting voucher"),
                "이준호",
                formats.day(today + dt.timedelta(days=9), "short"),
                formats.money(2_000_000, won),
            ],
            [
                _("Basic pension"),
                "박순자",
                formats.day(today + dt.timedelta(days=16), "short"),
                formats.money(342_510, won),
            ],
        ],
        "page": Paginator(range(240), 20).page(4),
        "bar": charts.bar(
            _("Children who receive the allowance"),
            regions,
            description=_("Gyeonggi has the most, then Seoul; Jeju has the fewest."),
            label=_("Region"),
            amount=_("Children"),
            say=formats.number,
        ),
        "stacked": charts.stacked_bar(
            _("Cost by age of the child"),
            ages,
            {
                _("Before the change"): [31, 32, 33, 34, 35, 36, 37, 38, 0, 0, 0, 0, 0],
                _("Added by the change"): [0, 0, 0, 0, 0, 0, 0, 0, 39, 40, 41, 42, 43],
            },
            description=_("The change adds the ages from 8 to 12."),
            label=_("Age"),
            say=formats.number,
        ),
        "line": charts.line(
            _("Children who receive the allowance, in thousands"),
            [str(year) for year in range(2026, 2034)],
            {
                _("Law as it is"): [2430, 2390, 2340, 2290, 2240, 2190, 2150, 2110],
                _("With the limit at 13"): [2430, 2580, 2720, 2850, 2960, 2890, 2830, 2780],
            },
            description=_(
                "With the limit at 13 the number grows until 2030 and then falls; as the law is, it falls all the time."
            ),
            label=_("Year"),
            say=formats.number,
        ),
        "places": maps.place_map(
            _("Service counters"),
            [
                maps.Mark(35.1631, 129.1636, _("Haeundae counter"), "#"),
                maps.Mark(35.1796, 129.0756, _("{n} counters").format(n=12), "#", 12),
                maps.Mark(35.1036, 129.0342, _("Harbour counter"), "#"),
            ],
            areas=[ISLAND],
            description=_("Most counters are in the middle of the town."),
        ),
        "desk_navigation": [
            NavigationEntry("#", _("Work list"), "list", True, 18),
            NavigationEntry("#", _("Decisions to countersign"), "users", False, 3),
            NavigationEntry("#", _("Letters"), "letter"),
            NavigationEntry("#", _("Payments"), "coins"),
            NavigationEntry("#", _("What if?"), "chart"),
        ],
        "navigation": [
            NavigationEntry("#", _("For you"), "home", True, 2),
            NavigationEntry("#", _("Services"), "grid"),
            NavigationEntry("#", _("Cases"), "folder"),
            NavigationEntry("#", _("Letters"), "letter"),
            NavigationEntry("#", _("My data"), "shield"),
        ],
    }
