"""A text field whose column holds sealed bytes and whose attribute is text.

An instance keeps what it was loaded with and opens it at each access: nothing is decrypted that nobody reads,
and no clear text lies in `vars(instance)`. What is assigned is sealed when the row is saved.
"""

from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gugus.core.crypto import aead

DOTS = "●●●●"
ONE_LINE = 300  # characters; longer texts get a box of several lines

if TYPE_CHECKING:
    TextField = models.Field[str, str]
else:
    TextField = models.Field


class _Hidden:
    """Something that is never shown, logged, cached or sent as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return DOTS

    def __format__(self, spec: str) -> str:
        return DOTS

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("A sealed value is not pickled.")

    def __copy__(self) -> "_Hidden":
        return self

    def __deepcopy__(self, memo: Any) -> "_Hidden":
        return self


class Sealed(_Hidden):
    """A stored value as `.values()` and `.values_list()` give it: there or not, and nothing more."""

    __slots__ = ("blob",)

    def __init__(self, blob: bytes) -> None:
        self.blob = blob

    def __bool__(self) -> bool:
        return bool(self.blob)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.blob == other.blob

    def __hash__(self) -> int:
        return hash(self.blob)


class _Typed(_Hidden):
    """Text assigned to an instance and not saved yet."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __bool__(self) -> bool:
        return bool(self.text)


class _Attribute(DeferredAttribute):
    """Opens at reading; assigning the text that is stored already keeps the stored bytes."""

    field: "EncryptedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        return held.text if isinstance(held, _Typed) else self.field.opened(instance, held)

    def __set__(self, instance: Any, value: Any) -> None:
        held = instance.__dict__.get(self.field.attname)
        if not isinstance(value, Sealed):
            text = self.field.to_python(value)
            value = held if isinstance(held, Sealed) and self._same(instance, held, text) else _Typed(text)
        instance.__dict__[self.field.attname] = value

    def _same(self, instance: Any, held: Sealed, text: str) -> bool:
        try:
            return self.field.opened(instance, held) == text
        except aead.Unreadable:
            return False


class EncryptedTextField(TextField):
    """Text sealed with `aead`, bound to table, column and primary key; the column is `bytea NOT NULL`.

    "" is stored as no bytes, so the database can tell an empty field from a filled one and no more; None
    becomes "". `max_length` counts characters of the clear text. Only rows whose key is known before they
    are saved can hold one (UUIDs). It cannot be searched, ordered by content, or set by `update()` and
    `bulk_update()` (FieldError): those know no row. A check in the database refuses unsealed bytes.
    """

    description = "text that is encrypted in the database"
    descriptor_class = _Attribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return f"octet_length({column}) = 0 OR (octet_length({column}) > 30 AND get_byte({column}, 0) = 1)"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted: it cannot be searched ({lookup_name}).")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> str:
        """Clear text of what a form or a service assigns. Raises FieldError for bytes and expressions."""
        if value is None:
            return ""
        if isinstance(value, bytes | memoryview | _Hidden) or hasattr(value, "resolve_expression"):
            raise FieldError(f"{self.name} is encrypted: assign text.")
        return str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        """The bytes to store: those it was loaded with, unless the text or the first key has changed."""
        held = model_instance.__dict__.get(self.attname)
        if not isinstance(held, Sealed) or self._stale(held, add):
            text = getattr(model_instance, self.attname)
            held = Sealed(aead.seal(text.encode(), **self.place(model_instance)) if text else b"")
            model_instance.__dict__[self.attname] = held
        return held

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> bytes:
        if isinstance(value, Sealed):
            return value.blob
        if value is None or value == "":
            return b""
        raise FieldError(f"{self.name} is encrypted: only saving the instance can store it.")

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.name} is encrypted: it is not serialised.")

    def formfield(self, **kwargs: Any) -> Any:
        long = self.max_length is None or self.max_length > ONE_LINE
        widget = {"widget": forms.Textarea} if long else {}
        return super().formfield(**{"max_length": self.max_length, **widget, **kwargs})

    def opened(self, instance: models.Model, held: Sealed) -> str:
        """The clear text of what `instance` holds. Raises Unreadable."""
        return aead.unseal(held.blob, **self.place(instance)).decode() if held else ""

    def place(self, instance: models.Model) -> dict[str, str]:
        """Where the value belongs, as `seal` wants it. Raises ValueError for a row without a key."""
        if instance.pk is None:
            raise ValueError(f"{self.name} is encrypted: the row needs its key before it.")
        row = instance._meta.pk.to_python(instance.pk)
        return {"table": instance._meta.db_table, "column": str(self.column), "row": str(row)}

    def _stale(self, held: Sealed, add: bool) -> bool:
        """Sealed for another row (a copy about to be inserted) or under a key that is to go."""
        return bool(held) and (add or aead.key_id(held.blob) != settings.ENV.identity_keys[0][0])


def sealed_value(instance: models.Model, name: str) -> bytes:
    """The sealed bytes of an unsaved instance's field, for a function of the database that stores them."""
    field = instance._meta.get_field(name)
    return field.get_db_prep_value(field.pre_save(instance, add=True), None)  # type: ignore[arg-type, union-attr]
