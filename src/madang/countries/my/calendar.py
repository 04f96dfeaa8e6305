"""Public holidays of Malaysia, 2025 to 2028.

Federal public holidays (Holidays Act 1951) as gazetted for 2025 and 2026; 2027 and 2028 computed, Islamic and lunar
feasts of those years by estimate. State holidays and the Friday-Saturday weekend of some states are not included.

Checked against the MIT-licensed holidays library, version 0.108.
"""

from __future__ import annotations

from madang.core.rules.text import _
from madang.countries.working_days import TableCalendar

CALENDAR = TableCalendar(
    "my",
    {
        "2025-01-29": _("Chinese New Year"),
        "2025-01-30": _("Chinese New Year"),
        "2025-03-31": _("Eid al-Fitr"),
        "2025-04-01": _("Eid al-Fitr"),
        "2025-05-01": _("Labour Day"),
        "2025-05-12": _("Vesak Day"),
        "2025-06-02": _("Birthday of the Yang di-Pertuan Agong"),
        "2025-06-07": _("Eid al-Adha"),
        "2025-06-27": _("Islamic New Year"),
        "2025-08-31": _("National Day"),
        "2025-09-01": _("National Day"),
        "2025-09-05": _("Prophet Muhammad's Birthday"),
        "2025-09-15": _("Special public holiday"),
        "2025-09-16": _("Malaysia Day"),
        "2025-12-25": _("Christmas Day"),
        "2026-02-17": _("Chinese New Year"),
        "2026-02-18": _("Chinese New Year"),
        "2026-03-20": _("Eid al-Fitr"),
        "2026-03-21": _("Eid al-Fitr"),
        "2026-03-22": _("Eid al-Fitr"),
        "2026-03-23": _("Eid al-Fitr"),
        "2026-05-01": _("Labour Day"),
        "2026-05-27": _("Eid al-Adha"),
        "2026-05-31": _("Vesak Day"),
        "2026-06-01": _("Birthday of the Yang di-Pertuan Agong"),
        "2026-06-02": _("Vesak Day"),
        "2026-06-17": _("Islamic New Year"),
        "2026-08-25": _("Prophet Muhammad's Birthday"),
        "2026-08-31": _("National Day"),
        "2026-09-16": _("Malaysia Day"),
        "2026-12-25": _("Christmas Day"),
        "2027-02-06": _("Chinese New Year"),
        "2027-02-07": _("Chinese New Year"),
        "2027-02-08": _("Chinese New Year"),
        "2027-03-10": _("Eid al-Fitr"),
        "2027-03-11": _("Eid al-Fitr"),
        "2027-05-01": _("Labour Day"),
        "2027-05-17": _("Eid al-Adha"),
        "2027-05-20": _("Vesak Day"),
        "2027-06-06": _("Islamic New Year"),
        "2027-06-07": _("Birthday of the Yang di-Pertuan Agong"),
        "2027-08-15": _("Prophet Muhammad's Birthday"),
        "2027-08-16": _("Prophet Muhammad's Birthday"),
        "2027-08-31": _("National Day"),
        "2027-09-16": _("Malaysia Day"),
        "2027-12-25": _("Christmas Day"),
        "2028-01-26": _("Chinese New Year"),
        "2028-01-27": _("Chinese New Year"),
        "2028-02-27": _("Eid al-Fitr"),
        "2028-02-28": _("Eid al-Fitr"),
        "2028-02-29": _("Eid al-Fitr"),
        "2028-05-01": _("Labour Day"),
        "2028-05-05": _("Eid al-Adha"),
        "2028-05-09": _("Vesak Day"),
        "2028-05-26": _("Islamic New Year"),
        "2028-06-05": _("Birthday of the Yang di-Pertuan Agong"),
        "2028-08-04": _("Prophet Muhammad's Birthday"),
        "2028-08-31": _("National Day"),
        "2028-09-16": _("Malaysia Day"),
        "2028-12-25": _("Christmas Day"),
    },
)
