"""Small families and files for the tests of this block."""

from __future__ import annotations

import datetime as dt

import pytest

from madang.core.people.models import Organisation, Person
from madang.core.registers import declarations
from madang.core.registers.models import CivilRecord


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@pytest.fixture
def person(db):
    """Make a registered person: `person("900101-1", born="1990-01-01", mother=...)`."""

    def make(number, *, born="1990-01-01", name="Person", **record):
        made = Person.objects.create(national_number=number, given_name=name, family_name="")
        for day in ("died", "nationality_lost"):
            if isinstance(record.get(day), str):
                record[day] = dt.date.fromisoformat(record[day])
        CivilRecord.objects.create(person=made, born=dt.date.fromisoformat(born) if born else None, **record)
        return made

    return make


@pytest.fixture
def organisations(db):
    """Every register's keeper."""
    return {
        register.owner: Organisation.objects.get_or_create(
            code=register.owner, defaults={"titles": {"en": register.owner}}
        )[0]
        for register in declarations.STANDARD_REGISTERS
    }


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def write(text, name="file.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write
