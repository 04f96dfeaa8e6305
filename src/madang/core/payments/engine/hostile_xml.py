"""Reading XML that somebody else wrote: no document type, no entities, UTF-8 only, bounded size, whole or refused.

Two parsers read the same bytes. Expat goes first: it refuses a document type before libxml2 sees it, and it notices a file
that breaks off, which libxml2 lets pass while it checks a schema on the way. libxml2 then builds and checks the elements.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from lxml import etree

from madang.core.payments.engine.problems import PaymentRefused, Problem
from madang.core.rules.text import _

MOST_BYTES = 2**30
_NAMESPACE = re.compile(r"\{urn:[^}]*\}")
_STRUCTURE_ERRORS = range(1801, 1880)  # libxml2's XML_SCHEMAV_… codes


def _refuse(rule: str, remedy: str, **figures: object) -> PaymentRefused:
    return PaymentRefused(Problem("XML", rule, remedy, figures))


def _malformed(detail: str) -> PaymentRefused:
    return _refuse(
        _("The file is not well-formed XML ({detail})."),
        _("Fetch it again; if it stays so, ask the sender for a new one."),
        detail=detail[:200],
    )


def _broken_structure(detail: str) -> PaymentRefused:
    # The namespace before each name makes the sentence unreadable and says nothing here.
    return _refuse(
        _("The structure is wrong: {detail}."),
        _("Compare it with the message definition, mend it and try again."),
        detail=_NAMESPACE.sub("", detail).partition(" (<string>")[0].rstrip(".")[:300],
    )


class _Guarded:
    """A stream whose bytes have passed expat before anybody else reads them."""

    def __init__(self, source: BinaryIO, most_bytes: int) -> None:
        self._source = source
        self._most = most_bytes
        self._size = 0
        self._expat = expat.ParserCreate()
        self._expat.StartDoctypeDeclHandler = self._document_type
        self._expat.XmlDeclHandler = self._declaration

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises `PaymentRefused` as soon as they cannot belong to an honest message."""
        data = self._source.read(size)
        if not self._size and data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._declaration("1.0", "UTF-16", 0)
        self._size += len(data)
        if self._size > self._most:
            raise _refuse(
                _("The file is longer than {most} bytes."),
                _("Ask the sender to split it."),
                most=self._most,
            )
        try:
            self._expat.Parse(data, not data)
        except expat.ExpatError as error:
            raise _malformed(str(error)) from None
        return data

    def _document_type(self, *_declared: object) -> None:
        raise _refuse(
            _("The file declares a document type or entities."),
            _("ISO 20022 messages never do; do not trust this file, and tell the sender."),
        )

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in {"UTF-8", "UTF8"}:
            raise _refuse(
                _("The file is written in {encoding}."),
                _("Ask the sender for UTF-8, as ISO 20022 asks."),
                encoding=encoding[:20],
            )


def elements(source: BinaryIO, tags: list[str], schema: Any = None, most_bytes: int = MOST_BYTES) -> Iterator[Any]:
    """The elements with these tags, in the order in which they end, each forgotten when the next one is asked for.

    `tags` are in Clark notation. Memory stays bounded however long the file is. With `schema` (an lxml `XMLSchema`) the
    structure is checked on the way. Raises `PaymentRefused`.
    """
    reader = etree.iterparse(
        _Guarded(source, most_bytes),
        events=("end",),
        tag=tags,
        schema=schema,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _event, element in reader:
            yield element
            element.clear(keep_tail=False)
            while (before := element.getprevious()) is not None and before.tag == element.tag:
                element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        if error.code in _STRUCTURE_ERRORS:
            raise _broken_structure(str(error)) from None
        raise _malformed(str(error)) from None
