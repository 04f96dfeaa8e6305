"""`madang complaints`: bring in, learn, try out, give away."""

import csv
import datetime as dt
import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import Category, Move, Report

ROWS = [
    {
        "service_request_id": str(number),
        "status": status,
        "service_code": code,
        "description": words,
        "requested_datetime": "2026-05-04T09:00:00+09:00",
        "updated_datetime": "2026-05-08T09:00:00+09:00",
        "status_notes": "A new lamp burns.",
        "address": "Jungang-daero 1",
        "lat": 35.1,
        "long": 129.0,
    }
    for number, (status, code, words) in enumerate(
        [
            ("open", "street-lamp", "The lamp at the corner is dark"),
            ("in progress", "Street lamp", "No light before the school"),
            ("fixed", "street-lamp", "A lamp blinks all night"),
            ("closed", "goats", "A goat stands on the road"),
        ],
        1,
    )
]


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("complaints", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path, lamp):
    path = tmp_path / "city.json"
    path.write_text(json.dumps(ROWS), encoding="utf-8")
    return path


def test_every_row_of_another_system_is_taken_in_with_its_history(file):
    code, out, _ = run("import", file)
    assert (code, out) == (0, "4 rows: 4 new, 0 known already, 0 refused\n")
    reports = {report.external_id: report for report in Report.objects.select_related("category", "case")}
    assert [reports[f"city:{n}"].state for n in (1, 2, 3, 4)] == ["forwarded", "in_progress", "answered", "closed"]
    assert reports["city:2"].category.code == "street-lamp"
    assert reports["city:3"].case.applicant_id is None
    assert Move.objects.get(report=reports["city:3"], verb="answered").words == "A new lamp burns."
    answer = reports["city:3"].clocks.get(rule="answer")
    assert (answer.started_on, answer.ended_on) == (dt.date(2026, 5, 4), dt.date(2026, 5, 8))
    assert reports["city:4"].clocks.filter(ended_on=None).count() == 0


def test_bringing_it_in_again_changes_nothing(file):
    run("import", file)
    before = list(Report.objects.order_by("pk").values()), Move.objects.count()
    assert run("import", file)[1] == "4 rows: 0 new, 4 known already, 0 refused\n"
    assert (list(Report.objects.order_by("pk").values()), Move.objects.count()) == before


def test_reports_of_years_without_a_calendar_come_in_with_terms_from_today(file):
    rows = [{**row, "requested_datetime": "1990-05-04T09:00:00+09:00", "updated_datetime": ""} for row in ROWS]
    file.write_text(json.dumps(rows), encoding="utf-8")
    code, _, err = run("import", file)
    assert code == 1
    assert "--terms-from-today" in err
    assert run("import", file, "--terms-from-today")[1].startswith("4 rows: 4 new")
    first, last = Report.objects.get(external_id="city:1"), Report.objects.get(external_id="city:4")
    assert {first.reported_at.year, last.reported_at.year, last.closed_at.year} == {1990}
    assert first.clocks.get(rule="answer").started_on == timezone.localdate()


def test_a_report_of_tomorrow_is_refused(file):
    file.write_text(json.dumps([{**ROWS[0], "requested_datetime": "2199-01-01"}]), encoding="utf-8")
    code, _, err = run("import", file, "--terms-from-today")
    assert code == 1
    assert "lies in the future" in err


def test_numbers_of_two_systems_never_meet(file):
    run("import", file)
    assert run("import", file, "--system", "county")[1].startswith("4 rows: 4 new")


def test_refused_rows_are_listed_and_the_others_kept(file, tmp_path):
    rows = [*ROWS, {**ROWS[0], "service_request_id": "5", "description": ""}, {**ROWS[0], "lat": 99}]
    rows.append({**ROWS[0], "service_request_id": "7", "description": "x" * 5000})
    rows.append({**ROWS[0], "service_request_id": "8", "requested_datetime": "1990-01-01", "updated_datetime": ""})
    file.write_text(json.dumps(rows), encoding="utf-8")
    code, out, err = run("import", file, "--refusals", tmp_path / "no.csv")
    assert (code, out) == (1, "8 rows: 4 new, 0 known already, 4 refused\n")
    assert "words is empty" in err
    with (tmp_path / "no.csv").open(encoding="utf-8") as stream:
        refused = list(csv.DictReader(stream))
    assert [row["row"] for row in refused] == ["5", "6", "7", "8"]
    assert "stands in the file twice" in refused[1]["reasons"]
    assert "4000" in refused[2]["reasons"].replace(",", "")
    assert "holidays" in refused[3]["reasons"]
    assert Report.objects.count() == 4


def test_a_check_writes_nothing(file):
    assert run("import", file, "--check")[0] == 0
    assert not Report.objects.exists()


def test_their_categories_can_be_named_or_made(file):
    run("import", file, "--category", "goats=street-lamp")
    assert Report.objects.get(external_id="city:4").category.code == "street-lamp"
    run("import", file, "--system", "other", "--new-categories")
    assert Report.objects.get(external_id="other:4").category.code == "goats"
    assert Category.objects.get(code="goats").names == {"en": "goats"}


def test_a_category_mapped_to_nothing_is_refused(file):
    code, out, err = run("import", file, "--category", "goats=cows")
    assert (code, out) == (1, "4 rows: 3 new, 0 known already, 1 refused\n")
    assert "no category with the code cows" in err


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.json", b"{", "no JSON"),
        ("a.csv", b"a,b\n1,2\n", "no column gives external_id"),
        ("a.csv", "id,words,created\n1,é,2026-01-01".encode("latin-1"), "not written in UTF-8"),
        ("a.xlsx", b"PK", "Only .csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=what) as error:
        run("import", tmp_path / name)
    assert error.value.returncode == 2


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        run("import", tmp_path / "nowhere.csv")


@pytest.mark.parametrize("ending", ["json", "csv", "geojson"])
def test_what_was_given_away_can_be_taken_in(file, tmp_path, ending):
    run("import", file)
    assert run("export", tmp_path / f"given.{ending}", "--unpublished")[1].startswith("4 reports in ")
    assert run("import", tmp_path / f"given.{ending}")[1] == "4 rows: 4 new, 0 known already, 0 refused\n"
    words = Report.objects.filter(external_id__startswith="given:").values_list("words", flat=True)
    assert set(words) == {row["description"] for row in ROWS}


def test_nothing_secret_and_nobody_is_given_away(lamp, tmp_path):
    send_report(NewReport(words="call me on 010-1234-5678", contact="kim@example.org", category="street-lamp"))
    hidden = send_report(NewReport(words="my chief takes money")).report
    Report.objects.filter(pk=hidden.pk).update(visibility="secret", published=True)
    run("export", tmp_path / "all.json", "--unpublished")
    text = (tmp_path / "all.json").read_text(encoding="utf-8")
    assert "chief" not in text
    assert "kim@" not in text
    assert "1234" not in text
    assert len(json.loads(text)) == 1


def test_a_formula_is_no_formula_in_a_spreadsheet(lamp, tmp_path):
    send_report(NewReport(words='=HYPERLINK("http://evil.example")', category="street-lamp"))
    run("export", tmp_path / "all.csv", "--unpublished")
    (row,) = csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8"))
    assert row["description"].startswith("'=")


def test_an_unknown_ending_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"\.csv, \.json or \.geojson"):
        run("export", tmp_path / "all.pdf")


def test_the_machine_learns_from_a_file_and_proposes(tmp_path, lamp, roads):
    Category.objects.create(code="pothole", names={"en": "Pothole"}, organisation=roads)
    lines = ["id,words,category,created"]
    lines += [f"{n},the pole {n} stays dark,street-lamp,2026-05-04" for n in range(20)]
    lines += [f"{n + 50},a deep hole {n} before my door,pothole,2026-05-04" for n in range(20)]
    (tmp_path / "past.csv").write_text("\n".join(lines), encoding="utf-8")
    out = run("train", "--also", tmp_path / "past.csv")[1]
    assert out.startswith("Learnt 2 categories from 40 reports")
    assert "100.0 % right at first" in out
    out = run("route", "such a deep hole")[1]
    assert out.startswith("en ")
    assert "pothole: Pothole" in out.splitlines()[1]


def test_lines_from_standard_input_are_routed_one_by_one(lamp, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("The street lamp is dark\n\n가로등이 꺼졌어요\n"))
    out = run("route")[1]
    assert [line[:2] for line in out.splitlines() if not line.startswith(" ")] == ["en", "ko"]
    assert out.count("street-lamp") == 2


def test_too_little_to_learn_from_is_told(db):
    with pytest.raises(CommandError, match="two are needed"):
        run("train")


def test_terms_can_be_tried_out():
    code, out, _ = run(
        "clocks", "simulate", "--reports", 300, "--from", "2025-01-01", "--to", "2026-06-30", "--seed", 3
    )
    assert code == 0
    assert out.startswith("300 reports from 2025-01-01 to 2026-06-30")
    assert "restarted by re-routing: 0, late and untold: 0" in out
    assert (
        run("clocks", "simulate", "--reports", 300, "--from", "2025-01-01", "--to", "2026-06-30", "--seed", 3)[
            1
        ].splitlines()[1:]
        == out.splitlines()[1:]
    )


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--from", "2026-05-05", "--to", "2026-05-04"], "is after"),
        (["--from", "1900-01-01", "--to", "1900-02-01"], "holidays"),
        (["--from", "May"], "no day"),
        (["--reports", "0"], "no number above zero"),
    ],
)
def test_impossible_spans_are_told(arguments, what):
    with pytest.raises(CommandError, match=what):
        run("clocks", "simulate", *arguments)
