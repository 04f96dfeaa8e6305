"""Files from outside that are broken, cut off or meant to harm."""

import io

import pytest

from madang.core.payments.engine.hostile_xml import elements
from madang.core.payments.engine.pain002 import read_pain002
from madang.core.payments.engine.problems import PaymentRefused
from madang.core.payments.engine.schema import validate_pain001
from madang.core.payments.tests.orders import message, transfer

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">'.encode() for i in range(9))
    + b"]><lolz>&j;</lolz>"
)
OUTSIDE_FILE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'
OUTSIDE_DTD = b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd"><d/>'


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE_FILE, OUTSIDE_DTD, b"<!DOCTYPE d><d/>"])
def test_a_document_type_is_refused_before_anything_is_expanded(hostile):
    for read in (read_pain002, validate_pain001):
        with pytest.raises(PaymentRefused, match="declares a document type"):
            read(io.BytesIO(hostile))


@pytest.mark.parametrize(
    "hostile", [b"", b"abc", b"<a", b"<a><b></a>", b"<a/><b/>", b"<a>&nosuch;</a>", b"\x00\x01", b"<a>\x00</a>"]
)
def test_a_file_that_is_no_xml_is_refused(hostile):
    with pytest.raises(PaymentRefused, match="not well-formed"):
        list(elements(io.BytesIO(hostile), ["a"]))


@pytest.mark.parametrize("text", ["<a/>".encode("utf-16"), b'<?xml version="1.0" encoding="EUC-KR"?><a/>'])
def test_another_encoding_than_utf_8_is_refused(text):
    with pytest.raises(PaymentRefused, match="is written in"):
        list(elements(io.BytesIO(text), ["a"]))


def test_an_over_long_file_is_refused():
    with pytest.raises(PaymentRefused, match="longer than 1000 bytes"):
        list(elements(io.BytesIO(b"<a>" + b"x" * 2000 + b"</a>"), ["a"], most_bytes=1000))


def test_a_file_nested_too_deep_is_refused():
    with pytest.raises(PaymentRefused):
        list(elements(io.BytesIO(b"<a>" * 5000 + b"</a>" * 5000), ["b"]))


def test_a_file_that_breaks_off_anywhere_is_refused():
    whole = message(transfer(1), transfer(2)).rstrip()
    for length in range(0, len(whole), 7):
        with pytest.raises(PaymentRefused):
            validate_pain001(io.BytesIO(whole[:length]))
    assert validate_pain001(io.BytesIO(whole)) == 2


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b"<PmtMtd>TRF</PmtMtd>", b"<PmtMtd>CHK</PmtMtd>", "PmtMtd"),
        (b"<ChrgBr>DEBT</ChrgBr>", b"", "CdtTrfTxInf"),
        (b"<NbOfTxs>1</NbOfTxs>", b"<NbOfTxs>0</NbOfTxs>", "NbOfTxs"),
        (b' Ccy="KRW"', b"", "Ccy"),
        (b">100000</InstdAmt>", b">-1</InstdAmt>", "InstdAmt"),
        (b"<Dt>2026-05-22</Dt>", b"<Dt>2026-02-30</Dt>", "Dt"),
        (b"pain.001.001.09", b"pain.001.001.03", "Document"),
        (b"<GrpHdr>", b"<Extra/><GrpHdr>", "Extra"),
        (b"-4", b"-1", "UETR"),
    ],
)
def test_a_wrong_structure_is_named_without_its_namespace(old, new, named):
    broken = message(transfer()).replace(old, new)
    if named == "UETR":
        uetr = str(transfer().uetr)
        broken = message(transfer()).replace(uetr.encode(), (uetr[:14] + "1" + uetr[15:]).encode())
    with pytest.raises(PaymentRefused) as refusal:
        validate_pain001(io.BytesIO(broken))
    sentence = refusal.value.problems[0].sentence()
    assert "The structure is wrong" in sentence
    assert named in sentence
    assert "{urn:" not in sentence.split("expected")[0] or named == "Document"
