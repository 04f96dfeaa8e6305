"""The structure of the messages we send, checked against our own schema before anything leaves the house."""

from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from madang.core.payments.engine.hostile_xml import elements

PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
PAIN_002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


@lru_cache
def pain001_schema() -> Any:
    """Our schema of pain.001.001.09, compiled once."""
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("pain.001.001.09.xsd")))


def validate_pain001(source: BinaryIO) -> int:
    """Check a whole file while reading it once; answers the number of transfers. Raises `PaymentRefused`.

    Ten million transfers need no more memory than ten.
    """
    return sum(1 for _transfer in elements(source, [f"{{{PAIN_001}}}CdtTrfTxInf"], pain001_schema()))
