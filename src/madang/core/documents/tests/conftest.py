"""Keys, log and letters of their own for every test; the keys are made once, for speed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from madang.core import pki
from madang.core.documents import Amount, LetterContent, Reason, issue_letter
from madang.core.documents.models import Letter
from madang.core.people.models import Person


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory) -> Path:
    from django.conf import settings

    kept, settings.VAR_DIR = settings.VAR_DIR, tmp_path_factory.mktemp("keys")
    try:
        pki.keyring().signing()
        pki.keyring().log_signer()
        return settings.VAR_DIR / "keys"
    finally:
        settings.VAR_DIR = kept


@pytest.fixture(autouse=True)
def var(settings, tmp_path: Path, made_keys: Path) -> Path:
    settings.VAR_DIR = tmp_path
    shutil.copytree(made_keys, tmp_path / "keys")
    return tmp_path


@pytest.fixture
def person(db) -> Person:
    return Person.objects.create(national_number="900101-2000001", family_name="김", given_name="하늘", language="ko")


@pytest.fixture
def content() -> LetterContent:
    return LetterContent(
        language="ko",
        title="아동수당을 지급하기로 결정했습니다",
        reference="2026-000123",
        agency="해남군청",
        issued_on=timezone.localdate() - dt.timedelta(days=1),
        recipient="김하늘",
        address=("전라남도 해남군 해남읍 군청길 4", "59027"),
        paragraphs=("김서윤 아동의 아동수당을 2026년 3월분부터 매달 지급합니다.",),
        amounts=(Amount("매달", 100_000, "KRW"), Amount("합계", 240_000, "KRW", total=True)),
        reasons=(Reason("9세 미만입니다.", "아동수당법 제4조제1항", "https://www.law.go.kr/"),),
        appeal=("90일 안에 이의신청을 할 수 있습니다.",),
        signed_by="해남군수",
    )


@pytest.fixture
def letter(person: Person, content: LetterContent) -> Letter:
    return issue_letter(content, person=person, kind="decision", case_reference="case:1")
