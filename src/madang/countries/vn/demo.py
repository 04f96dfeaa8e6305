"""A demonstration town in Viet Nam: Hue, Da Nang and Quang Tri."""

from __future__ import annotations

import datetime
import random

from madang.core.rules.text import _
from madang.countries.demonstration import (
    DAY,
    TODAY,
    YEAR,
    Country,
    Row,
    Town,
    families,
    names,
    years_before,
)


def _number(born: datetime.date, sex: str, serial: int) -> str:
    """Shaped like a citizen identity number of 12 digits: place, century and sex, year, serial."""
    century = (0 if sex == "m" else 1) + (2 if born.year >= 2000 else 0)
    return f"046{century}{born:%y}{serial:06d}"


COUNTRY = Country(
    code="vn",
    nationality="VNM",
    language="vi",
    family=names(
        "Nguyễn Nguyen,Nguyễn Nguyen,Nguyễn Nguyen,Trần Tran,Trần Tran,Lê Le,Lê Le,Phạm Pham,Hoàng Hoang,Huỳnh Huynh,Phan Phan,"
        "Vũ Vu,Võ Vo,Đặng Dang,Bùi Bui,Đỗ Do,Hồ Ho,Ngô Ngo,Dương Duong,Lý Ly"
    ),
    women=names(
        "Thị_Lan Thi_Lan,Thị_Hoa Thi_Hoa,Thu_Hà Thu_Ha,Ngọc_Anh Ngoc_Anh,Thị_Mai Thi_Mai,Minh_Châu Minh_Chau,Thanh_Thủy Thanh_Thuy,"
        "Thị_Hương Thi_Huong,Bảo_Ngọc Bao_Ngoc,Kim_Liên Kim_Lien,Phương_Thảo Phuong_Thao,Thị_Nga Thi_Nga,Hồng_Nhung Hong_Nhung"
    ),
    men=names(
        "Văn_Nam Van_Nam,Minh_Tuấn Minh_Tuan,Đức_Anh Duc_Anh,Quốc_Bảo Quoc_Bao,Văn_Hùng Van_Hung,Hữu_Phước Huu_Phuoc,"
        "Thanh_Sơn Thanh_Son,Gia_Huy Gia_Huy,Văn_Thành Van_Thanh,Quang_Minh Quang_Minh,Xuân_Trường Xuan_Truong,Văn_Lợi Van_Loi"
    ),
    areas=(("46", 6), ("48", 3), ("44", 2)),
    number=_number,
    bank="VBAAVNVX",
)


def demo_population(seed: int = 1, size: int = 600, on: datetime.date = TODAY) -> dict[str, list[Row]]:
    """``size`` invented residents as rows by entity; see `demonstration.Town.result`."""
    town = Town(COUNTRY, random.Random(seed), on)  # noqa: S311 - a demonstration needs repeatable, not secret, numbers
    _stories(town)
    families(town, size)
    _what_registers_know(town)
    return town.result()


def _stories(town: Town) -> None:
    on = town.on
    home = town.household("46")
    woman = town.person(home, years_before(on, 75) + DAY * 2, "f")
    man = town.person(home, years_before(on, 77), "m")
    town.marry(woman, man)
    town.persona(
        "turning-75", woman, _("Turning 75"), _("She reaches 75 this month; neither she nor her husband has a pension.")
    )

    home = town.household("44")
    widow = town.person(home, years_before(on, 72), "f")
    town.status(widow, "poor-household", on - DAY * 40)
    town.persona("poor-and-72", widow, _("A widow of 72"), _("Her household was found to be poor last month."))

    home = town.household("48")
    man = town.person(home, years_before(on, 79), "m")
    town.status(man, "monthly-pension", on - YEAR * 3, value=380_000)
    town.persona("small-pension", man, _("A very small pension"), _("His pension is lower than the social pension."))

    home = town.household("46")
    man = town.person(home, years_before(on, 81), "m")
    town.status(man, "monthly-pension", on - YEAR * 3, value=2_100_000)
    town.persona(
        "wrong-fact", man, _("A wrong fact"), _("The pension in the register is another man's of the same name.")
    )


def _what_registers_know(town: Town) -> None:
    rng, on = town.rng, town.on
    told = {row["person"] for row in town.personas}
    for row in list(town.rows["person"]):
        if row["id"] in told or (on - row["born"]) // YEAR < 60:
            continue
        if rng.random() < 0.45:
            amount = rng.choice((380_000, 1_400_000, 2_300_000, 3_900_000, 5_200_000))
            town.status(row, "monthly-pension", on - DAY * rng.randint(100, 3000), value=amount)
        elif rng.random() < 0.3:
            town.status(row, rng.choice(("poor-household", "near-poor-household")), on - DAY * rng.randint(30, 900))
        elif rng.random() < 0.08:
            town.status(row, "monthly-social-allowance", on - DAY * rng.randint(30, 900), value=750_000)
