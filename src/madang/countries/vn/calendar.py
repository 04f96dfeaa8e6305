"""Public holidays of Viet Nam, 2025 to 2028.

Labour Code 2019 art. 112 (11 days) and the Ministry of Home Affairs' yearly plan for 2025 and 2026, with swapped days;
24 November (Viet Nam Culture Day) from 2026. 2027 and 2028 by the same rule, days off at Tet by the usual plan.

Checked against the MIT-licensed holidays library, version 0.108.
"""

from __future__ import annotations

from madang.core.rules.text import _
from madang.countries.working_days import TableCalendar

CALENDAR = TableCalendar(
    "vn",
    {
        "2025-01-01": _("New Year's Day"),
        "2025-01-27": _("Tet holiday"),
        "2025-01-28": _("Tet holiday"),
        "2025-01-29": _("Tet holiday"),
        "2025-01-30": _("Tet holiday"),
        "2025-01-31": _("Tet holiday"),
        "2025-02-01": _("Tet holiday"),
        "2025-04-07": _("Hung Kings' Day"),
        "2025-04-30": _("Reunification Day"),
        "2025-05-01": _("Labour Day"),
        "2025-05-02": _("Swapped day off"),
        "2025-09-01": _("National Day"),
        "2025-09-02": _("National Day"),
        "2026-01-01": _("New Year's Day"),
        "2026-02-16": _("Tet holiday"),
        "2026-02-17": _("Tet holiday"),
        "2026-02-18": _("Tet holiday"),
        "2026-02-19": _("Tet holiday"),
        "2026-02-20": _("Tet holiday"),
        "2026-04-26": _("Hung Kings' Day"),
        "2026-04-27": _("Hung Kings' Day"),
        "2026-04-30": _("Reunification Day"),
        "2026-05-01": _("Labour Day"),
        "2026-08-31": _("Swapped day off"),
        "2026-09-01": _("National Day"),
        "2026-09-02": _("National Day"),
        "2026-11-24": _("Viet Nam Culture Day"),
        "2027-01-01": _("New Year's Day"),
        "2027-02-04": _("Tet holiday"),
        "2027-02-05": _("Tet holiday"),
        "2027-02-06": _("Tet holiday"),
        "2027-02-07": _("Tet holiday"),
        "2027-02-08": _("Tet holiday"),
        "2027-02-09": _("Tet holiday"),
        "2027-02-10": _("Tet holiday"),
        "2027-04-16": _("Hung Kings' Day"),
        "2027-04-30": _("Reunification Day"),
        "2027-05-01": _("Labour Day"),
        "2027-05-03": _("Labour Day"),
        "2027-09-02": _("National Day"),
        "2027-09-03": _("National Day"),
        "2027-11-24": _("Viet Nam Culture Day"),
        "2028-01-01": _("New Year's Day"),
        "2028-01-03": _("New Year's Day"),
        "2028-01-24": _("Tet holiday"),
        "2028-01-25": _("Tet holiday"),
        "2028-01-26": _("Tet holiday"),
        "2028-01-27": _("Tet holiday"),
        "2028-01-28": _("Tet holiday"),
        "2028-01-29": _("Tet holiday"),
        "2028-04-04": _("Hung Kings' Day"),
        "2028-04-30": _("Reunification Day"),
        "2028-05-01": _("Labour Day"),
        "2028-05-02": _("Reunification Day"),
        "2028-09-01": _("National Day"),
        "2028-09-02": _("National Day"),
        "2028-09-04": _("National Day"),
        "2028-11-24": _("Viet Nam Culture Day"),
    },
)
