"""A matrix as plain JSON data and back, so that a preview is kept and committed exactly as shown.

Records are written by position, ``{"Found": [value, sheet, …]}``: half the size of named fields. A stamp made
from the fields of all records tells a preview of an older version of the portal.
"""

import dataclasses
import hashlib
from decimal import Decimal
from typing import Any

from rad.workbook import records
from rad.workbook.faults import Fault
from rad.workbook.records import Matrix

_KINDS = {
    kind.__name__: kind
    for kind in (*vars(records).values(), Fault)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}
_FIELDS = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in _KINDS.values()}
_SHAPE = sorted((kind.__name__, names) for kind, names in _FIELDS.items())
STAMP = "Matrix@" + hashlib.sha256(repr(_SHAPE).encode()).hexdigest()[:8]
_READERS = {name: kind for name, kind in _KINDS.items() if kind is not Matrix} | {STAMP: Matrix}
_NAMES = {kind: name for name, kind in _READERS.items()}


class StaleData(ValueError):
    """The data was written by a version of the portal with other records; the file must be read again."""


def as_data(value: object) -> object:
    """Records, tuples and decimals as what JSON knows."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [as_data(each) for each in value]
    if isinstance(value, Decimal):
        return {"Decimal": str(value)}
    kind: Any = type(value)
    return {_NAMES[kind]: [as_data(getattr(value, name)) for name in _FIELDS[kind]]}


def from_data(data: object) -> object:
    """The records again. Raises StaleData for data of another version."""
    if isinstance(data, list):
        return tuple(from_data(each) for each in data)
    if not isinstance(data, dict):
        return data
    ((name, values),) = data.items()
    if name == "Decimal":
        return Decimal(values)
    if name not in _READERS:
        raise StaleData(name)
    return _READERS[name](*(from_data(each) for each in values))
