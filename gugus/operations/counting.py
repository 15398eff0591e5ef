"""How often the database is asked."""

from collections.abc import Callable
from typing import Any


class Queries:
    """Counts what goes through a connection it wraps (`connection.execute_wrapper`)."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.count += 1
        return execute(sql, params, many, context)
