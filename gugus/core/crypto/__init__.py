"""What the database and the disk may hold only encrypted: text fields, files, and the index of NIK.

The keys live in the environment and never in the database, so a dump, a lost disk or a database administrator
yields nothing (assurance.md §1). See `aead` for the format, `fields` for models, `storage` for files.
"""

from gugus.core.crypto.aead import Unreadable, blind_index, key_id, seal, unseal
from gugus.core.crypto.fields import EncryptedTextField, Sealed, sealed_value
from gugus.core.crypto.storage import (
    FULL,
    PrivateStorage,
    SealedStorage,
    StorageFull,
    is_full,
    sealed_storage,
)

__all__ = [
    "FULL",
    "EncryptedTextField",
    "PrivateStorage",
    "Sealed",
    "SealedStorage",
    "StorageFull",
    "Unreadable",
    "blind_index",
    "is_full",
    "key_id",
    "seal",
    "sealed_storage",
    "sealed_value",
    "unseal",
]
