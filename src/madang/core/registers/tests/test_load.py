"""Loading files into registers."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.core.events.models import Event
from madang.core.people.models import Person
from madang.core.registers.errors import RegisterError
from madang.core.registers.loader import Options, load
from madang.core.registers.models import CivilRecord, Household, Income, LoadReport, Marriage, Residence, StayAbroad

pytestmark = pytest.mark.django_db

HEADER = "national_number,family_name,given_name,born,sex,died,nationality,mother,father\n"
GOOD = HEADER + (
    "C1,김,하나,2020-05-05,f,,KOR,M1,F1\n"  # before its parents
    "M1,이,유진,1990-02-28,f,,KOR,G1,\n"
    "F1,김,준,1988-12-01,m,,KOR,,\n"
    "G1,박,순자,1960-01-01,f,2015-06-01,KOR,,\n"
)


def refusals(report):
    with Path(report.refusals_path).open(encoding="utf-8-sig", newline="") as file:
        return {int(row["refused_row"]): row for row in csv.DictReader(file)}


def counts(report):
    return (report.rows, report.written, report.unchanged, report.refused)


def test_a_file_is_loaded_even_when_parents_come_after_their_children(write):
    report = load("civil", write(GOOD))
    assert counts(report) == (4, 4, 0, 0)
    child = CivilRecord.objects.get(person__national_number="C1")
    assert child.mother.national_number == "M1"
    assert child.mother.civil.mother.national_number == "G1"
    assert child.born == dt.date(2020, 5, 5)
    assert report.finished_at is not None


def test_loading_twice_changes_nothing(write):
    path = write(GOOD)
    load("civil", path)
    before = list(CivilRecord.objects.order_by("pk").values())
    events = Event.objects.count()
    assert counts(load("civil", path)) == (4, 0, 4, 0)
    assert list(CivilRecord.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events


def test_a_changed_row_is_written_and_told(write):
    load("civil", write(GOOD))
    Event.objects.all().delete()
    assert counts(load("civil", write(GOOD.replace("1988-12-01,m,", "1988-12-01,m,2024-03-01"), "b.csv"))) == (
        4,
        1,
        3,
        0,
    )
    event = Event.objects.get(name="facts.loaded")
    assert event.payload["persons"] == [Person.objects.get(national_number="F1").pk]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("X,,A,2020-02-30,f,,KOR,,", "born"),
        ("X,,A,20200230,f,,KOR,,", "born"),
        ("X,,A,2999-01-01,f,,KOR,,", "born"),
        ("X,,A,1066-01-01,f,,KOR,,", "born"),
        ("X,,A,2020-01-01,female,,KOR,,", "sex"),
        ("X,,A,2020-01-01,f,2019-01-01,KOR,,", "died"),
        ("X,,A,2020-01-01,f,,ZZZ,,", "nationality"),
        ("X,,A,2020-01-01,f,,kor,,", "nationality"),
        ("X,,A,2020-01-01,f,,KOR,NOBODY,", "mother"),
        ("X,,A,2020-01-01,f,,KOR,X,", "mother"),
        ("X,,A,2020-01-01,f,,KOR,M1,M1", "father"),
        ("X,,A,1980-01-01,f,,KOR,M1,", "mother"),
        ("X,,A,2020-01-01,f,,KOR,G1,", "mother"),
        ("X,,,2020-01-01,f,,KOR,,", "given_name"),
        (",,A,2020-01-01,f,,KOR,,", "national_number"),
        ("X Y,,A,2020-01-01,f,,KOR,,", "national_number"),
        ("M1,,A,2020-01-01,f,,KOR,,", "national_number"),
        ("X,,A,2020-01-01,f,,KOR,,,extra", ""),
        ("X,,A", ""),
        ('X,,"A"B,2020-01-01,f,,KOR,,', ""),
        ("X,,A\x00,2020-01-01,f,,KOR,,", "given_name"),
        ("X,,A,２０２０-01-01,f,,KOR,,", "born"),
    ],
)
def test_a_bad_row_is_refused_with_its_field_and_the_others_are_loaded(write, row, field):
    report = load("civil", write(GOOD + row + "\nL,,Last,1970-01-01,,,,,\n"))
    assert counts(report) == (6, 5, 0, 1)
    refused = refusals(report)[6]
    assert refused["refused_field"] == field
    assert refused["refused_rule"]
    assert refused["refused_remedy"]
    assert Person.objects.filter(national_number="L").exists()


def test_a_row_with_several_mistakes_names_all_of_them(write):
    report = load("civil", write(HEADER + "X,,,2020-13-01,q,,KOR,,\n"))
    assert refusals(report)[2]["refused_field"] == "given_name | born | sex"


def test_what_a_file_does_not_speak_of_stays_as_it_is(write):
    load("civil", write(GOOD))
    report = load("civil", write("national_number,given_name,born\nC1,두나,2020-05-05\n"))
    assert counts(report) == (1, 1, 0, 0)
    child = CivilRecord.objects.get(person__national_number="C1")
    assert (child.person.given_name, child.person.family_name, child.sex) == ("두나", "김", "f")
    assert child.mother.national_number == "M1"
    load("border", write("person,left,returned\nM1,2020-01-01,2020-02-01\n"))
    assert counts(load("border", write("person,left\nM1,2020-01-01\nM1,2020-03-01\n"))) == (2, 1, 1, 0)
    assert StayAbroad.objects.get(left=dt.date(2020, 1, 1)).returned == dt.date(2020, 2, 1)


def test_nobody_becomes_younger_than_their_child(write):
    load("civil", write(GOOD))
    report = load("civil", write(GOOD.replace("1988-12-01", "2021-01-01"), "b.csv"))
    assert {row: entry["refused_field"] for row, entry in refusals(report).items()} == {4: "born"}


def test_children_of_a_refused_parent_are_refused_too(write):
    report = load("civil", write(HEADER + "C,,A,2020-01-01,,,,M,\nM,,B,1990-99-01,,,,,\n"))
    assert counts(report) == (2, 0, 0, 2)
    assert refusals(report)[2]["refused_field"] == "mother"
    assert Person.objects.count() == 0


def test_ancestors_in_a_circle_are_refused(write):
    report = load("civil", write(HEADER + "A,,A,,,,,B,\nB,,B,,,,,C,\nC,,C,,,,,A,\nD,,D,,,,,A,\nE,,E,,,,,,\n"))
    assert set(refusals(report)) == {2, 3, 4, 5}
    assert list(Person.objects.values_list("national_number", flat=True)) == ["E"]


def test_a_file_may_hold_very_many_generations(write):
    day = dt.date(1900, 1, 1)
    rows = (
        f"P{i:05d},,N,{day + dt.timedelta(days=i)},,,,{f'P{i - 1:05d}' if i else ''}," for i in reversed(range(400))
    )
    assert counts(load("civil", write(HEADER + "\n".join(rows)))) == (400, 400, 0, 0)


def test_the_repaired_file_of_refusals_can_be_loaded(write, tmp_path):
    report = load("civil", write(GOOD + "X,,A,2020-02-30,f,,KOR,M1,\n"))
    repaired = tmp_path / "repaired.csv"
    repaired.write_bytes(Path(report.refusals_path).read_bytes().replace(b"2020-02-30", b"2020-02-29"))
    assert counts(load("civil", repaired)) == (1, 1, 0, 0)
    assert CivilRecord.objects.get(person__national_number="X").born == dt.date(2020, 2, 29)


def test_refusals_are_readable_by_their_owner_only(write):
    report = load("civil", write(HEADER + "X,,A,bad,f,,KOR,,\n"))
    assert Path(report.refusals_path).stat().st_mode & 0o077 == 0


def test_an_unclosed_quotation_mark_costs_only_its_own_row(write):
    lines = [f"P{i},,Name,1990-01-01,,,,," for i in range(50)]
    lines[10] = 'P10,,"Name,1990-01-01,,,,,'
    report = load("civil", write(HEADER + "\n".join(lines) + "\n"))
    assert counts(report) == (50, 49, 0, 1)
    assert list(refusals(report)) == [12]


def test_a_cell_may_hold_a_line_break(write):
    report = load("civil", write(HEADER + 'X,,"Two\nlines",1990-01-01,,,,,\nY,,B,1990-01-01,,,,,\n'))
    assert counts(report) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").replace("\n", "\r\n").encode(),
        ("\n\n" + GOOD.replace("\n", "\n\n")).encode(),
    ],
    ids=["byte order mark", "utf-16", "semicolons", "tabs and CRLF", "blank lines"],
)
def test_usual_forms_of_csv_are_read(write, text):
    assert counts(load("civil", write(text))) == (4, 4, 0, 0)


def test_another_encoding_is_read_when_named(write):
    path = write(GOOD, encoding="cp949")
    with pytest.raises(RegisterError, match="--encoding cp949"):
        load("civil", path)
    assert LoadReport.objects.count() == 0
    load("civil", path, Options(encoding="cp949"))
    assert Person.objects.get(national_number="M1").full_name == "이유진"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (HEADER.encode(), "rows"),
        (b"a,b,c\n1,2,3\n", "header"),
        (HEADER.replace("born", "birthday").encode() + b"X,,A,1990-01-01,,,,,\n", "header"),
        (GOOD.replace("sex", "born").encode(), "header"),
        (b"PK\x03\x04" + b"\x00" * 100, "csv"),
        (b"PAR1" + b"\x00" * 100, "parquet"),
        (GOOD.encode() + b"\xff\xfe\xfa,,A,1990-01-01,,,,,\n", "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_writes_nothing(write, text, code):
    with pytest.raises(RegisterError) as told:
        load("civil", write(text))
    assert told.value.code == code
    assert Person.objects.count() == 0
    assert LoadReport.objects.count() == 0


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(RegisterError, match="not a file"):
        load("civil", tmp_path / "nothing.csv")


def test_columns_with_other_names_are_mapped_or_left_out(write):
    text = GOOD.replace("national_number", "주민번호").replace("sex", "gender")
    with pytest.raises(RegisterError, match="주민번호"):
        load("civil", write(text))
    options = Options(mapped={"주민번호": "national_number"}, ignored=frozenset({"gender"}), table="person")
    assert counts(load("civil", write(text), options)) == (4, 4, 0, 0)
    assert CivilRecord.objects.get(person__national_number="M1").sex == ""


def test_a_parquet_file_with_real_types_is_loaded(tmp_path):
    path = tmp_path / "persons.parquet"
    table = {
        "national_number": [1001, 1002],
        "given_name": ["A", "B"],
        "born": [dt.date(1990, 1, 1), None],
        "died": pa.array([dt.datetime(2020, 1, 1), None], pa.timestamp("us")),
    }
    pq.write_table(pa.table(table), path)
    assert counts(load("civil", path)) == (2, 2, 0, 0)
    assert CivilRecord.objects.get(person__national_number="1001").died == dt.date(2020, 1, 1)
    assert CivilRecord.objects.get(person__national_number="1002").born is None


def test_the_header_tells_the_table(write):
    load("civil", write(GOOD))
    assert load("civil", write("child,guardian,since\nC1,M1,2020-05-05\n")).table == "guardianship"
    with pytest.raises(RegisterError, match="--table"):
        load("civil", write("who,what\n1,2\n"))
    with pytest.raises(RegisterError, match="residence"):
        load("nothing", write(GOOD))


def test_a_marriage_is_kept_from_either_side_and_loaded_once(write):
    load("civil", write(GOOD))
    text = "person,spouse,since,until\nM1,F1,2015-05-01,\nF1,M1,2015-05-01,\nM1,M1,2016-01-01,\n"
    report = load("civil", write(text))
    assert counts(report) == (3, 1, 1, 1)
    assert Marriage.objects.count() == 2
    ended = load("civil", write("person,spouse,since,until\nF1,M1,2015-05-01,2020-01-01\n"))
    assert counts(ended) == (1, 1, 0, 0)
    assert set(Marriage.objects.values_list("until", flat=True)) == {dt.date(2020, 1, 1)}


def test_both_sides_of_a_new_marriage_in_one_file_agree_on_the_last_row(write):
    load("civil", write(GOOD))
    text = "person,spouse,since,until\nM1,F1,2015-05-01,\nF1,M1,2015-05-01,2021-01-01\n"
    load("civil", write(text))
    assert Marriage.objects.count() == 2
    assert len(set(Marriage.objects.values_list("until", flat=True))) == 1


RESIDENCES = "person,area,since,until,household,address,unknown_address\n"


def test_residences_may_follow_each_other_but_not_overlap(write):
    load("civil", write(GOOD))
    report = load(
        "residence",
        write(
            RESIDENCES
            + "M1,11110,2010-01-01,2015-05-01,H1,Road 1,\n"
            + "M1,26110,2015-05-01,,H2,Road 2,no\n"
            + "M1,26110,2018-01-01,,H3,,\n"
            + "F1,26110,2015-05-01,,H2,,\n"
            + "C1,99999,2020-05-05,,H2,,\n"
            + "C1,26110,2020-05-04,,H2,,\n"
            + "G1,26110,2016-01-01,,,,true\n"
        ),
    )
    assert counts(report) == (7, 3, 0, 4)
    told = {row: entry["refused_field"] for row, entry in refusals(report).items()}
    assert told == {4: "since", 6: "area", 7: "since", 8: "since"}
    assert set(Household.objects.values_list("number", flat=True)) == {"H1", "H2"}


def test_an_open_residence_is_closed_and_followed_in_one_file_in_any_order(write):
    load("civil", write(GOOD))
    load("residence", write(RESIDENCES + "M1,11110,2010-01-01,,,,\n"))
    text = RESIDENCES + "M1,26110,2015-05-01,,,,\nM1,11110,2010-01-01,2015-05-01,,,\n"
    assert counts(load("residence", write(text))) == (2, 2, 0, 0)
    assert Residence.objects.filter(until=None).get().area == "26110"


def test_stays_abroad_end_after_they_begin_and_stand_alone(write):
    load("civil", write(GOOD))
    text = "person,left,returned\nM1,2020-01-01,2020-02-01\nM1,2020-02-01,\nF1,2020-03-01,2020-02-01\nF1,2020-01-01,2020-01-01\nM1,2020-01-15,2020-01-20\nM1,2021-01-01,\n"
    report = load("border", write(text))
    assert counts(report) == (6, 3, 0, 3)
    assert set(refusals(report)) == {4, 6, 7}
    assert StayAbroad.objects.count() == 3


def test_amounts_are_whole_numbers_and_an_empty_one_is_unknown(write):
    load("civil", write(GOOD))
    text = "person,year,kind,amount\nM1,2024,wages,31000000\nM1,2024,business,-5.0\nF1,2024,wages,\nF1,2024,pension,1.5\nF1,2024,other,1_000\nF1,2024,interest,99999999999999999\nF1,1890,wages,1\n"
    report = load("tax", write(text))
    assert counts(report) == (7, 3, 0, 4)
    assert Income.objects.get(person__national_number="F1").amount is None
    assert Income.objects.get(kind="business").amount == -5


def test_accounts_and_statuses_are_loaded(write):
    load("civil", write(GOOD))
    accounts = "person,bank,number,since\nM1,SHBKKRSE,110-123-456789,2020-01-01\nF1,bank,1,2020-01-01\n"
    assert counts(load("accounts", write(accounts))) == (2, 1, 0, 1)
    statuses = (
        "person,code,value,since,until\nM1,poor-household,,2024-01-01,2027-01-01\nM1,poor-household,,2025-01-01,\n"
    )
    assert counts(load("social", write(statuses))) == (2, 1, 0, 1)
