"""Layouts nobody wrote code for: whatever a bureau calls and orders its columns, every value arrives."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings

from rad.workbook import parse_matrix
from tests.rad.layouts import Layout, layouts

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def told(strategy: Any, item: Any, row: Any) -> dict[str, Any]:
    amounts = [each.value.value for each in item.budget]
    return {
        "strategy": strategy.name,
        "activity": item.activity.value,
        "indicator": row.name.value,
        "unit": row.unit.value,
        "targets": {each.year: each.value.value for each in row.targets},
        "parties": list(item.responsible_names),
        "budget": sum(amounts, Decimal(0)) if amounts else None,
    }


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(layouts())
def test_every_value_of_a_messy_matrix_is_read(layout: Layout) -> None:
    matrix = parse_matrix(layout.workbook())
    assert [str(fault) for fault in matrix.faults] == []
    assert matrix.unknown_columns == ()
    found = [told(strategy, item, row) for strategy, _program, item, row in matrix.indicators()]
    assert found == layout.expected
    assert all(program.name.value == f"Program {strategy.name}" for strategy, program in matrix.programs())
