"""The Korean law pack."""

from __future__ import annotations

from madang.core.rules import Currency, Pack, _
from madang.countries.kr.areas import AREAS
from madang.countries.kr.basic_pension import BASIC_PENSION
from madang.countries.kr.calendar import CALENDAR
from madang.countries.kr.child_allowance import CHILD_ALLOWANCE_BENEFIT
from madang.countries.kr.first_meeting import FIRST_MEETING_VOUCHER

PACK = Pack(
    country="kr",
    title=_("Republic of Korea"),
    currency=Currency("KRW", 0, "₩"),
    benefits=(CHILD_ALLOWANCE_BENEFIT, FIRST_MEETING_VOUCHER, BASIC_PENSION),
    calendar=CALENDAR,
    areas=AREAS,
    languages=("ko", "en"),
)
