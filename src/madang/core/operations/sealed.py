"""The keys in a backup: sealed under a passphrase, because whoever holds them can sign letters in the state's name.

File: `MADANG-KEYS-1\\n`, 16 bytes salt, 12 bytes nonce, then AES-256-GCM of a tar of the folder. The key comes from the
passphrase by scrypt (RFC 7914) with N=2**17, r=8, p=1.
"""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"MADANG-KEYS-1\n"
SHORTEST = 12


class SealError(ValueError):
    """Keys that cannot be sealed or opened; the message says what to do."""


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode())


def seal(folder: Path, passphrase: str) -> bytes:
    """The folder's files, encrypted."""
    if len(passphrase) < SHORTEST:
        raise SealError(f"the passphrase has {len(passphrase)} characters; take at least {SHORTEST}")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)
    salt, nonce = os.urandom(16), os.urandom(12)
    return MAGIC + salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, packed.getvalue(), MAGIC)


def unseal(sealed: bytes, passphrase: str, folder: Path) -> list[Path]:
    """Put the files back into `folder`, readable by their owner only; returns them. Nothing is written on a wrong passphrase."""
    if not sealed.startswith(MAGIC):
        raise SealError("this is not a file of sealed keys")
    body = sealed[len(MAGIC) :]
    salt, nonce, secret = body[:16], body[16:28], body[28:]
    try:
        packed = AESGCM(_key(passphrase, salt)).decrypt(nonce, secret, MAGIC)
    except InvalidTag as error:
        raise SealError("the keys do not open: the passphrase is wrong, or the file was altered") from error
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        files = {member.name: tar.extractfile(member) for member in tar.getmembers() if member.isfile()}
        found = {folder / name: file.read() for name, file in files.items() if file is not None}
    if not all(path.resolve().is_relative_to(folder.resolve()) for path in found):
        raise SealError("the sealed keys name a file outside their folder")
    for path, content in found.items():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(content)
    return list(found)
