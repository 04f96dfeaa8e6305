"""Our messages against the schemas that ISO 20022 publishes: material nobody here wrote.

The schemas are not in this repository. Put `pain.001.001.09.xsd` (from the package sepaxml) and `pain.002.001.12.xsd` (from
the package pain001) into one folder and name it in MADANG_ISO20022_SCHEMAS. The elements that we write into version 10 of
the status report are the same in version 12; only the namespace differs.
"""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from madang.core.payments.engine.currencies import Money
from madang.core.payments.engine.field_rules import check_transfer
from madang.core.payments.engine.iso20022 import Account, Agent, CreditTransfer
from madang.core.payments.tests.orders import message, transfer
from madang.core.payments.tests.test_pain001 import REGISTRY_IBANS, orders
from madang.core.payments.tests.test_pain002 import REPORT, as_xml

FOLDER = os.environ.get("MADANG_ISO20022_SCHEMAS", "")


def published(name: str) -> etree.XMLSchema:
    path = Path(FOLDER) / name
    if not FOLDER or not path.is_file():
        pytest.skip(f"no {name} in the folder MADANG_ISO20022_SCHEMAS")
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture(scope="module")
def pain001() -> etree.XMLSchema:
    return published("pain.001.001.09.xsd")


def order_with_everything() -> bytes:
    return message(
        transfer(1, instruction_id="line-1"),
        transfer(
            2,
            creditor_account=Account(iban=REGISTRY_IBANS[0]),
            creditor_agent=Agent(bic="DEUTDEFF500", member="37040044"),
        ),
        transfer(
            3, creditor_agent=Agent(member="020", clearing_system="THCBC"), money=Money(60_000, "THB"), purpose=""
        ),
        transfer(4, creditor_agent=Agent(member="020", clearing_system_name="KFTC"), remittance=""),
    )


def test_an_order_with_every_element_we_use_is_valid_in_the_published_schema(pain001):
    pain001.assertValid(etree.fromstring(order_with_everything()))


@settings(max_examples=200, deadline=None)
@given(orders)
def test_whatever_passes_our_rules_passes_the_published_schema(order: CreditTransfer):
    schema = published("pain.001.001.09.xsd")
    if not check_transfer(order):
        schema.assertValid(etree.fromstring(message(order)))


def test_our_schema_is_narrower_than_the_published_one(pain001):
    from madang.core.payments.engine.schema import pain001_schema

    whole = etree.fromstring(order_with_everything())
    checked = 0
    for element in list(whole.iter())[1:]:
        for change in (_remove, _twice, _empty, _garble):
            copy = etree.fromstring(etree.tostring(whole))
            change(copy, whole.getroottree().getpath(element))
            if pain001_schema().validate(copy):
                checked += 1
                assert pain001.validate(copy), pain001.error_log
    assert checked > 10


def _remove(document: etree._Element, path: str) -> None:
    element = document.getroottree().xpath(path)[0]
    element.getparent().remove(element)


def _twice(document: etree._Element, path: str) -> None:
    element = document.getroottree().xpath(path)[0]
    element.addnext(etree.fromstring(etree.tostring(element)))


def _empty(document: etree._Element, path: str) -> None:
    element = document.getroottree().xpath(path)[0]
    element.text = ""


def _garble(document: etree._Element, path: str) -> None:
    element = document.getroottree().xpath(path)[0]
    element.text = (element.text or "") + "A1"


def test_a_status_report_is_valid_in_the_published_schema():
    schema = published("pain.002.001.12.xsd")
    text = as_xml(REPORT).replace(b"pain.002.001.10", b"pain.002.001.12")
    schema.assertValid(etree.parse(io.BytesIO(text)))
