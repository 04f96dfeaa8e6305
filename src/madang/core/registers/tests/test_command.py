"""`madang registers` on the command line."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from madang.core.people.models import Organisation, Person
from madang.core.registers.clients import client_with
from madang.core.registers.models import Access

pytestmark = pytest.mark.django_db

GOOD = "national_number,given_name,born\nA,Ann,1990-01-01\n"
BAD = GOOD + "B,Bob,1990-02-30\n"


def madang(*arguments, **options):
    told, errors = io.StringIO(), io.StringIO()
    call_command("registers", *arguments, stdout=told, stderr=errors, **options)
    return told.getvalue()


def test_load_tells_what_became_of_the_rows_and_report_repeats_it(write):
    told = madang("load", "civil", str(write(GOOD)))
    assert "written: 1" in told
    assert "refused: 0" in told
    assert told in madang("report")


def test_load_exits_with_1_and_names_the_refusals_when_rows_were_refused(write, capsys):
    with pytest.raises(SystemExit) as end:
        madang("load", "civil", str(write(BAD)))
    assert end.value.code == 1
    assert Person.objects.count() == 1


def test_load_exits_with_2_and_a_sentence_when_the_file_cannot_be_read(write):
    for arguments in (
        ("civil", str(write("x,y\n1,2\n", "other.csv"))),
        ("nothing", str(write(GOOD))),
        ("civil", "/nowhere.csv"),
    ):
        with pytest.raises(CommandError) as told:
            madang("load", *arguments)
        assert told.value.returncode == 2
        assert str(told.value).endswith(".")


def test_columns_are_mapped_and_ignored_by_options(write):
    path = write(GOOD.replace("born", "Birth date").replace("given_name", "x"))
    with pytest.raises(CommandError):
        madang("load", "civil", str(path), "--map", "nonsense")
    told = madang("load", "civil", str(path), "--map", "Birth date=born", "--map", "x=given_name", "--table", "person")
    assert "written: 1" in told


def test_refusals_go_where_the_operator_says(write, tmp_path):
    target = tmp_path / "elsewhere" / "refused.csv"
    with pytest.raises(SystemExit):
        madang("load", "civil", str(write(BAD)), "--refusals", str(target))
    assert "1990-02-30" in target.read_text(encoding="utf-8-sig")


def test_an_unknown_report_is_said_to_be_unknown():
    assert "Nothing" in madang("report")
    with pytest.raises(CommandError, match="no load 99"):
        madang("report", "99")


def test_a_snapshot_needs_grounds_and_is_logged(write, tmp_path, organisations):
    madang("load", "civil", str(write(GOOD)))
    with pytest.raises(CommandError, match="purpose"):
        madang("snapshot", str(tmp_path / "s"), "--purpose", " ", "--legal-basis", "Act 1")
    told = madang(
        "snapshot", str(tmp_path / "s"), "--purpose", "P", "--legal-basis", "L", "--organisation", "tax-service"
    )
    assert "person: 1" in told
    assert Access.objects.get().organisation.code == "tax-service"
    with pytest.raises(CommandError, match="no organisation"):
        madang("snapshot", str(tmp_path / "t"), "--purpose", "P", "--legal-basis", "L", "--organisation", "x")


def test_list_shows_every_register_with_its_facts():
    told = madang("list")
    for expected in ("civil: Civil register", "person.born: date of birth (date, personal)", "bank_account.number"):
        assert expected in told


def test_a_machine_gets_a_key_once_and_loses_it():
    Organisation.objects.create(code="portal", titles={"en": "Portal"})
    key = madang("client", "add", "eesti.ee", "--organisation", "portal").strip()
    assert client_with(key).organisation.code == "portal"
    with pytest.raises(CommandError):
        madang("client", "add", "other")
    madang("client", "revoke", "eesti.ee")
    assert client_with(key) is None
