"""AES-256-GCM with a key id, bound to the place it is stored in; and the blind index of NIK.

A sealed value is `version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext with tag`. Its
associated data are version, key id, table, column and row, so a value copied to another place is refused as
an altered one is. Nonces are random: one key may seal 2³² values (NIST SP 800-38D §8.3).
"""

import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE, TAG = 12, 16
NOT_A_DIGIT = re.compile(r"[^0-9]")


class Unreadable(Exception):
    """A sealed value of an unknown key, altered, or not of this place; the text never holds content."""


def seal(data: bytes, *, table: str, column: str, row: str) -> bytes:
    """Encrypt under the first key of IDENTITY_KEYS for one place."""
    name, key = settings.ENV.identity_keys[0]
    start, nonce = head(name), os.urandom(NONCE)
    return start + nonce + AESGCM(key).encrypt(nonce, data, _bound(start, table, column, row))


def unseal(blob: bytes, *, table: str, column: str, row: str) -> bytes:
    """Decrypt with whichever key sealed it. Raises Unreadable."""
    name = key_id(blob)
    key = dict(settings.ENV.identity_keys).get(name)
    if key is None:
        raise Unreadable(f"{table}.{column}: IDENTITY_KEYS holds no key {name!r}.")
    start = head(name)
    nonce, body = blob[len(start) : len(start) + NONCE], blob[len(start) + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, _bound(start, table, column, row))
    except InvalidTag:
        raise Unreadable(f"{table}.{column}: altered, or moved from another row.") from None


def key_id(blob: bytes) -> str:
    """The id of the key that sealed `blob`. Raises Unreadable for what is not sealed at all."""
    if len(blob) < 2 or blob[0] != VERSION or len(blob) < 2 + blob[1] + NONCE + TAG:
        raise Unreadable("Not a sealed value.")
    try:
        return blob[2 : 2 + blob[1]].decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("Not a sealed value.") from None


def head(name: str) -> bytes:
    """How every value sealed by the key of that id starts."""
    return bytes([VERSION, len(name)]) + name.encode("ascii")


def overhead(name: str) -> int:
    """By how many bytes a value sealed by the key of that id outgrows its content."""
    return len(head(name)) + NONCE + TAG


def blind_index(value: str) -> bytes:
    """HMAC-SHA256 of the digits of a NIK under a key of its own; empty when there are none.

    Equal NIK give equal indexes, however they are spaced, so two files of one person can be found without
    reading either. It has its own key because it cannot be rotated without every NIK at hand.
    """
    digits = NOT_A_DIGIT.sub("", value)
    return hmac.digest(settings.ENV.index_key, digits.encode(), hashlib.sha256) if digits else b""


def _bound(start: bytes, table: str, column: str, row: str) -> bytes:
    return start + f"{table}:{column}:{row}".encode()
