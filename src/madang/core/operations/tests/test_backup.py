"""Backup: made while people work, proved by restoring, put back into empty places only."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from madang.core.operations.backup import SEALED_KEYS, BackupError, create, read_manifest
from madang.core.operations.databases import address, temporary_database
from madang.core.operations.restore import restore, verify
from madang.core.operations.sealed import SealError, seal, unseal

PASSPHRASE = "the yard where a village meets"


def silent(done: int, total: int) -> None:
    """No progress bar."""


@pytest.fixture
def installation(tmp_path):
    """A small installation: a database with rows, letters, keys, and things that do not belong in a backup."""
    var = tmp_path / "var"
    for folder in ("letters/ab", "keys", "static", "backups", "ph"):
        (var / folder).mkdir(parents=True)
    (var / "letters/ab/abcd.pdf").write_bytes(b"%PDF-1.7 a letter")
    (var / "keys/agency.pem").write_text("PRIVATE")
    (var / "static/look.css").write_text("body{}")
    (var / "ph/prepared.json").write_text("{}")
    (var / "ph/letter.pdf").write_text("of another country")
    (var / "prepared.json").write_text("{}")
    with sqlite3.connect(var / "madang.sqlite3") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE decision (id INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO decision (text) VALUES (?)", [("granted",), ("refused",)])
    database.close()
    return var


def settings_of(var):
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "madang.sqlite3"}


def make(var, tmp_path, passphrase=None):
    folder, _ = create(
        tmp_path / "safe", var=var, database=settings_of(var), country="kr", passphrase=passphrase, progress=silent
    )
    return folder


def prove(folder, var, passphrase=None):
    return verify(folder, database=settings_of(var), passphrase=passphrase, progress=silent)


def put_back(folder, var, passphrase=None):
    return restore(folder, var=var, database=settings_of(var), passphrase=passphrase, progress=silent)


def test_a_backup_restores_rows_and_letters(installation, tmp_path):
    folder = make(installation, tmp_path, PASSPHRASE)
    new = tmp_path / "new"
    put_back(folder, new, PASSPHRASE)
    with sqlite3.connect(new / "madang.sqlite3") as database:
        assert database.execute("SELECT text FROM decision ORDER BY id").fetchall() == [("granted",), ("refused",)]
    assert (new / "letters/ab/abcd.pdf").read_bytes() == b"%PDF-1.7 a letter"
    assert (new / "keys/agency.pem").read_text() == "PRIVATE"
    assert (new / "keys/agency.pem").stat().st_mode & 0o777 == 0o600


def test_a_backup_holds_what_was_written_while_it_was_not_yet_in_the_main_file(installation, tmp_path):
    writer = sqlite3.connect(installation / "madang.sqlite3")
    writer.execute("INSERT INTO decision (text) VALUES ('in the write-ahead log')")
    writer.commit()
    assert read_manifest(make(installation, tmp_path)).rows == {"decision": 3}
    writer.close()


def test_an_unfinished_change_is_not_in_the_backup(installation, tmp_path):
    writer = sqlite3.connect(installation / "madang.sqlite3")
    writer.execute("INSERT INTO decision (text) VALUES ('half')")
    assert read_manifest(make(installation, tmp_path)).rows == {"decision": 2}
    writer.close()


def test_a_sound_backup_is_proved(installation, tmp_path):
    assert prove(make(installation, tmp_path, PASSPHRASE), installation, PASSPHRASE).rows == {"decision": 2}


def test_keys_are_never_in_the_clear(installation, tmp_path):
    for passphrase in (None, PASSPHRASE):
        folder = make(installation, tmp_path / str(passphrase), passphrase)
        assert all(b"PRIVATE" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert (folder / SEALED_KEYS).exists() == (passphrase is not None)


def test_a_wrong_passphrase_is_said_and_leaves_nothing(installation, tmp_path):
    folder = make(installation, tmp_path, PASSPHRASE)
    with pytest.raises(BackupError, match="passphrase is wrong"):
        put_back(folder, tmp_path / "new", "another passphrase")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_short_passphrase_is_refused(installation, tmp_path):
    with pytest.raises(SealError, match="at least 12"):
        make(installation, tmp_path, "short")
    assert list((tmp_path / "safe").iterdir()) == []


def test_what_is_not_the_installations_own_stays_out(installation, tmp_path):
    names = read_manifest(make(installation, tmp_path)).files
    assert sorted(names) == ["database.sqlite3", "files/letters/ab/abcd.pdf"]


@pytest.mark.parametrize("victim", ["database.sqlite3", "files/letters/ab/abcd.pdf"])
def test_one_altered_byte_is_found_and_named(installation, tmp_path, victim):
    folder = make(installation, tmp_path)
    content = bytearray((folder / victim).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / victim).write_bytes(content)
    with pytest.raises(BackupError, match=f"{victim}: altered"):
        prove(folder, installation)


def test_a_missing_and_a_foreign_file_are_found(installation, tmp_path):
    folder = make(installation, tmp_path)
    (folder / "files/letters/ab/abcd.pdf").rename(folder / "files/letters/ab/other.pdf")
    with pytest.raises(BackupError, match=r"abcd.pdf: missing[\s\S]*other.pdf: not in the list"):
        prove(folder, installation)


def test_restoring_overwrites_nothing(installation, tmp_path):
    folder = make(installation, tmp_path)
    with pytest.raises(BackupError, match=r"overwrites nothing.*move .* away"):
        put_back(folder, installation)
    (tmp_path / "new").mkdir()
    (tmp_path / "new/letters").mkdir()
    with pytest.raises(BackupError, match="is not empty"):
        put_back(folder, tmp_path / "new")


def test_keys_that_are_in_place_are_never_overwritten(installation, tmp_path):
    folder = make(installation, tmp_path, PASSPHRASE)
    (tmp_path / "new" / "keys").mkdir(parents=True)
    (tmp_path / "new" / "keys" / "agency.pem").write_text("NEWER")
    with pytest.raises(BackupError, match=r"agency\.pem.* move them away"):
        put_back(folder, tmp_path / "new", PASSPHRASE)
    assert (tmp_path / "new" / "keys" / "agency.pem").read_text() == "NEWER"
    put_back(folder, tmp_path / "new")
    assert (tmp_path / "new" / "madang.sqlite3").exists()


def test_an_unfinished_backup_never_has_the_name_of_a_finished_one(installation, tmp_path):
    def fail(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(
            tmp_path / "safe",
            var=installation,
            database=settings_of(installation),
            country="kr",
            passphrase=None,
            progress=fail,
        )
    assert list((tmp_path / "safe").iterdir()) == []


def test_a_folder_that_is_no_backup_is_said_to_be_none(tmp_path, installation):
    with pytest.raises(BackupError, match=r"manifest.json is missing"):
        prove(tmp_path, installation)


def test_a_newer_format_is_refused(installation, tmp_path):
    folder = make(installation, tmp_path)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(BackupError, match="format 2"):
        prove(folder, installation)


def test_sealed_keys_open_only_whole(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/a").write_text("secret")
    sealed = bytearray(seal(tmp_path / "keys", PASSPHRASE))
    sealed[-1] ^= 1
    with pytest.raises(SealError, match="altered"):
        unseal(bytes(sealed), PASSPHRASE, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command_warns_that_the_keys_are_apart(installation, tmp_path, settings, capsys, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", settings_of(installation))
    settings.VAR_DIR = installation
    call_command("backup", "create", "--to", str(tmp_path / "safe"))
    assert "keys are NOT in this backup" in capsys.readouterr().err


def test_the_command_puts_a_mistake_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="is not a backup"):
        call_command("backup", "verify", str(tmp_path))
    with pytest.raises(CommandError, match="passphrase-file"):
        call_command("backup", "verify", str(tmp_path), "--passphrase-file", str(tmp_path / "none"))


def test_a_postgresql_database_is_proved_and_restored(tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL: set MADANG_DATABASE_URL")
        server = dict(connection.settings_dict)
        with connection.cursor():  # opens the connection, so that the test database is known to exist
            pass
    var = tmp_path / "var"
    (var / "letters").mkdir(parents=True)
    (var / "letters/a.pdf").write_text("a letter")
    with temporary_database(server, tmp_path) as live, temporary_database(server, tmp_path) as empty:
        with psycopg.connect(address(live)) as database:
            database.execute("CREATE TABLE decision (id serial PRIMARY KEY, text text)")
            database.execute("INSERT INTO decision (text) VALUES ('granted'), ('refused')")
        folder, manifest = create(
            tmp_path / "safe", var=var, database=live, country="kr", passphrase=None, progress=silent
        )
        assert manifest.rows == {"decision": 2}
        assert verify(folder, database=live, passphrase=None, progress=silent) == manifest
        with pytest.raises(BackupError, match="overwrites nothing"):
            restore(folder, var=tmp_path / "new", database=live, passphrase=None, progress=silent)
        restore(folder, var=tmp_path / "new", database=empty, passphrase=None, progress=silent)
        with psycopg.connect(address(empty)) as database:
            assert database.execute("SELECT text FROM decision ORDER BY id").fetchall() == [("granted",), ("refused",)]
