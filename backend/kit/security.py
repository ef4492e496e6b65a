"""Keys at work: values encrypted for the database, hashes to look them up, and the comparison of tokens."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """The master keys of the data by their id. The first encrypts; the others can still read.

    A key file has one line `<id> <32 bytes in base64>` for each key, newest first. The last line is the first key
    ever made: lookup hashes depend on it, as they cannot be made again without the value.
    """

    masters: tuple[tuple[str, bytes], ...]

    @staticmethod
    def make() -> str:
        """Return the text of a new key file."""
        return f"k{secrets.token_hex(3)} {base64.b64encode(os.urandom(32)).decode()}"

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read the text of a key file.

        Raises:
            ValueError: the text is not that of a key file.
        """
        masters = []
        for line in text.splitlines():
            key_id, _, encoded = line.strip().partition(" ")
            try:
                master = base64.b64decode(encoded, validate=True)
            except binascii.Error as error:
                raise ValueError("not base64") from error
            if not key_id.isalnum() or len(master) != 32:
                raise ValueError("a line is <id> <32 bytes in base64>")
            masters.append((key_id, master))
        if not masters or len({key_id for key_id, _ in masters}) < len(masters):
            raise ValueError("no key, or an id twice")
        return cls(tuple(masters))


class Sealer:
    """Encrypts personal values (AES-256-GCM) and hashes them for lookups (HMAC-SHA-256).

    A sealed value is text: `<key id>.<base64url of nonce and ciphertext>`. The purpose ("case.phone") is bound to it:
    a value copied into another column cannot be opened there.
    """

    def __init__(self, keys: KeyRing) -> None:
        self._ciphers = {key_id: AESGCM(_derive(master, b"seal")) for key_id, master in keys.masters}
        self._current = keys.masters[0][0]
        self._lookup = _derive(keys.masters[-1][1], b"lookup")

    def seal(self, value: str, purpose: str) -> str:
        """Encrypt `value` for `purpose`."""
        nonce = os.urandom(_NONCE_BYTES)
        data = self._ciphers[self._current].encrypt(nonce, value.encode(), purpose.encode())
        return f"{self._current}.{base64.urlsafe_b64encode(nonce + data).decode()}"

    def open(self, sealed: str, purpose: str) -> str:
        """Decrypt what `seal` made for the same purpose.

        Raises:
            ValueError: not sealed for this purpose, changed since, or its key is not in the key file.
        """
        key_id, _, encoded = sealed.partition(".")
        try:
            raw = base64.urlsafe_b64decode(encoded)
            return (
                self._ciphers[key_id]
                .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode())
                .decode()
            )
        except (KeyError, binascii.Error, InvalidTag) as error:
            raise ValueError(f"cannot open a value sealed with key {key_id!r} for {purpose}") from error

    def digest(self, value: str, purpose: str) -> str:
        """Return the keyed hash (64 hex digits) by which `value` can be found without being stored."""
        return hmac.new(self._lookup, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def same_secret(given: str, expected: str) -> bool:
    """Compare two secrets in constant time; any text may be given."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _derive(master: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cunnengban " + use).derive(master)
