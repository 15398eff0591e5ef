"""A matrix as plain JSON data and back, so that a preview is kept and committed exactly as shown."""

import dataclasses
from decimal import Decimal

from rad.workbook import records
from rad.workbook.faults import Fault

_KINDS = {
    kind.__name__: kind
    for kind in (*vars(records).values(), Fault)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}


def as_data(value: object) -> object:
    """Records, tuples and decimals as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: as_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"@": type(value).__name__} | fields
    if isinstance(value, Decimal):
        return {"@": "Decimal", "value": str(value)}
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    return value


def from_data(data: object) -> object:
    """The records again. Raises KeyError for a kind this version does not know."""
    if isinstance(data, list):
        return tuple(from_data(each) for each in data)
    if not isinstance(data, dict):
        return data
    if data["@"] == "Decimal":
        return Decimal(data["value"])
    return _KINDS[data["@"]](**{name: from_data(each) for name, each in data.items() if name != "@"})
