"""Tries stones on the pages of `tests.rules`: one scene, the functions changed and changed back under it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from gugus.accounts.models import User
from tests.mutations import stones
from tests.rules import asking

TEST = "tests/rules/test_pages.py::test_the_page[{}]"
TRIED = 6
"""Pages asked for one stone."""


class Pages:
    """Which page misses a stone: of those that reach its function, the one of that name first."""

    def __init__(self, people: list[User]) -> None:
        self.people = people

    @cached_property
    def reached(self) -> dict[str, set[str]]:
        return dict(self.listened())

    def listened(self) -> Iterator[tuple[str, set[str]]]:
        """Page → functions it reaches. Raises AssertionError for a page that is red without any mutation."""
        seen: set[str] = set()
        stop = stones.listen(seen)
        try:
            for name in asking.pages():
                seen.clear()
                assert asking.page(name, self.people) == asking.known(name), name
                yield name, set(seen)
        finally:
            stop()

    def killer(self, stone: stones.Stone, last: str = "") -> str:
        """The test whose page changes, of the one that did before or of those that reach it; else empty."""
        asked = [last[len(TEST) - 3 : -1]] if last else self.near(stone)
        assert not any(self.changes(name) for name in asked[:1]), f"{asked[0]} is red without any mutation"
        back = stones.take_out(stone)
        try:
            return next((TEST.format(name) for name in asked if self.changes(name)), "")
        finally:
            back()

    def near(self, stone: stones.Stone) -> list[str]:
        """The pages that reach its function: of that name, and those that reach little else."""
        found = [name for name, reached in self.reached.items() if stone.function in reached]
        return sorted(found, key=lambda name: (name != stone.function, len(self.reached[name])))[:TRIED]

    def changes(self, name: str) -> Any:
        try:
            return asking.page(name, self.people) != asking.known(name)
        except Exception:
            return True
