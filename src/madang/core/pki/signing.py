"""What signs: letters as PDF, and the log's checkpoints. Keys are files today; a hardware module only needs this interface."""

from __future__ import annotations

import io
from typing import Protocol

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from madang.core.archive.engine.notes import NoteSigner

from .engine.own_thread import in_own_thread
from .key_files import Keyring


class Signer(Protocol):
    """Holds the keys of an agency and signs with them, wherever they are kept."""

    def sign_pdf(self, pdf: bytes, *, reason: str) -> bytes:
        """The document with a signature that allows no change at all."""

    def note_signer(self) -> NoteSigner:
        """What signs the checkpoints of the log."""


class FileSigner:
    """Signs with the keys of a keyring.

    Letters get PAdES baseline B-B (ETSI EN 319 142-1), as a certification that permits no change (ISO 32000-2 section 12.8.2.2).
    There is no time-stamp authority: that a letter existed by a certain time is shown by its entry in the log.
    """

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    def sign_pdf(self, pdf: bytes, *, reason: str) -> bytes:
        """See `Signer`."""
        identity = self.keyring.signing()
        certificate = next(load_certs_from_pemder_data(identity.certificate.public_bytes(Encoding.PEM)))
        root = next(load_certs_from_pemder_data(self.keyring.root().certificate.public_bytes(Encoding.PEM)))
        chain = SimpleCertificateStore()
        chain.register_multiple([certificate, root])
        key = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signer = signers.SimpleSigner(certificate, load_private_key_from_pemder_data(key, None), chain)
        metadata = signers.PdfSignatureMetadata(
            field_name="Signature",
            md_algorithm="sha256",
            reason=reason,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        field = SigFieldSpec("Signature", doc_mdp_update_value=MDPPerm.NO_CHANGES)
        output = io.BytesIO()
        sealing = signers.PdfSigner(metadata, signer, new_field_spec=field)
        in_own_thread(lambda: sealing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output))
        return output.getvalue()

    def note_signer(self) -> NoteSigner:
        """See `Signer`."""
        return self.keyring.log_signer()
