"""Whether a PDF bears our seal, unbroken and over the whole file.

Source: ISO 32000-2 section 12.8, ETSI EN 319 102-1. A signature can be "valid" and still cover only the beginning of a file, so
coverage and modification level are read and every one of the answers counts.
"""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.keys.pemder import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from madang.core.pki.engine.own_thread import in_own_thread

from .seal import Authority, Seal


def check_seal(pdf: bytes, authority: Authority, moment: dt.datetime) -> Seal:
    """Examines a file. `moment` is when it is known to have existed: its issue when that is recorded, otherwise now."""
    try:
        embedded = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    except Exception:  # strangers send anything, and a parser may fail in any way on it: then it is no readable PDF
        return Seal()
    if not embedded:
        return Seal(readable=True)
    signature = embedded[-1]
    try:
        signer = signature.signer_cert
        ours = signer.dump() in authority.sealing
        context = ValidationContext(
            trust_roots=list(load_certs_from_pemder_data(authority.root)),
            crls=[authority.crl],
            revocation_mode="hard-fail",
            allow_fetching=False,
            moment=moment,
            retroactive_revinfo=True,
        )
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
        status = in_own_thread(lambda: validate_pdf_signature(signature, context, key_usage_settings=usage))
        return Seal(
            readable=True,
            signatures=len(embedded),
            intact=bool(status.intact and status.valid),
            whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            unchanged=status.modification_level == ModificationLevel.NONE and bool(status.docmdp_ok),
            trusted=bool(status.trusted),
            ours=ours,
            serial=f"{signer.serial_number:x}",
        )
    except Exception:  # a signature damaged beyond reading: it was signed by somebody, and does not hold
        return Seal(readable=True, signatures=len(embedded))
