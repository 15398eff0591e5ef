"""Writes a planned matrix into a plan with a fixed number of statements per kind of row."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from gugus.core.bulk import copy_in, copy_values
from gugus.core.services import put
from rad.models import ActionItem, ActionPlan, Indicator, Party, Program, Strategy, Target
from rad.planned import PlannedIndicator, PlannedItem, PlannedStrategy
from rad.selectors.imports import plan_items
from rad.workbook.texts import folded

PARTY = ("item_id", "role", "kind", "label", "agency_id", "order")
TARGET = ("indicator_id", "year", "value")


class Writer:
    """`victims` as in `import_commit`: the confirmed places, or None while nobody confirmed."""

    def __init__(self, plan: ActionPlan, victims: Collection[str] | None) -> None:
        self.plan, self.victims = plan, victims
        self.items = plan_items(plan)
        self.strategies = {folded(row.name): row for row in plan.strategies.all()}
        programs = Program.objects.filter(strategy__plan=plan)
        self.programs = {(row.strategy_id, folded(row.name)): row for row in programs}
        self.numbers: dict[Any, int] = {}
        self.new: dict[type[Model], list[Any]] = {
            model: [] for model in (Strategy, Program, ActionItem, Indicator)
        }
        self.parties: list[tuple[Any, ...]] = []
        self.targets: list[tuple[Any, ...]] = []
        self.changed: dict[type[Model], list[Any]] = {ActionItem: [], Indicator: [], Target: []}
        self.gone: list[int] = []

    def write(self, strategies: tuple[PlannedStrategy, ...]) -> None:
        for strategy in strategies:
            owner = self._strategy(strategy.name)
            for program in strategy.programs:
                for item in program.items:
                    key = (folded(strategy.name), folded(program.name), *item.key)
                    self._item(self._program(owner, program.name), item, self.items.get(key))
        Party.objects.filter(pk__in=self.gone).delete()
        for new in self.new.values():
            copy_in(new)
        copy_values(Party, PARTY, self.parties)
        copy_values(Target, TARGET, self.targets)
        fields: dict[type[Model], list[str]] = {
            ActionItem: ["funding", "budget", "sipd_code", "places"],
            Indicator: ["unit", "baseline", "baseline_na", "note"],
            Target: ["value"],
        }
        for model, rows in self.changed.items():
            model._default_manager.bulk_update(rows, fields[model])

    def _next(self, key: Any, present: Any) -> int:
        """The next number under a parent; the ones standing are asked once."""
        if key not in self.numbers:
            self.numbers[key] = max((row.number for row in present), default=0)
        self.numbers[key] += 1
        return self.numbers[key]

    def _strategy(self, name: str) -> Strategy:
        if folded(name) not in self.strategies:
            number = self._next("plan", self.strategies.values())
            self.strategies[folded(name)] = self._add(Strategy(plan=self.plan, number=number, name=name))
        return self.strategies[folded(name)]

    def _program(self, strategy: Strategy, name: str) -> Program:
        key = (strategy.pk, folded(name))
        if key not in self.programs:
            siblings = (row for (owner, _name), row in self.programs.items() if owner == strategy.pk)
            number = self._next(strategy.pk, siblings)
            self.programs[key] = self._add(Program(strategy=strategy, number=number, name=name))
        return self.programs[key]

    def _item(self, program: Program, item: PlannedItem, row: ActionItem | None) -> None:
        if row is None:
            siblings = (each for each in self.items.values() if each.program_id == program.pk)
            number = self._next(program.pk, siblings)
            named = {"program_id": program.pk, "number": number, "code": item.code, "name": item.name}
            row = self._add(ActionItem(**named, **item.stated))
            present: dict[str, Indicator] = {}
            self._parties(row, item, [])
        else:
            if put(row, item.stated):
                self.changed[ActionItem].append(row)
            present = {folded(each.name): each for each in row.indicators.all()}
            self._parties(row, item, list(row.parties.all()))
        for wanted in item.indicators:
            self._indicator(row, wanted, present)

    def _parties(self, row: ActionItem, item: PlannedItem, present: list[Party]) -> None:
        wanted = [(p.role, p.kind, p.label, p.agency_id, p.order) for p in item.parties]
        standing = [(p.role, p.kind, p.label, p.agency_id, p.order) for p in present]
        if present and sorted(wanted, key=str) == sorted(standing, key=str):
            return
        self.gone += [party.pk for party in present]
        self.parties += [(row.pk, *party) for party in wanted]

    def _indicator(self, item: ActionItem, wanted: PlannedIndicator, present: dict[str, Indicator]) -> None:
        row = present.get(folded(wanted.name))
        standing: dict[int, Target] = {}
        if row is None:
            number = self._next(item.pk, present.values())
            named = {"item_id": item.pk, "number": number, "name": wanted.name}
            row = self._add(Indicator(**named, **wanted.stated, **self._proposed(wanted)))
        else:
            standing = {each.year: each for each in row.targets.all() if each.quarter is None}
            if put(row, wanted.stated):
                self.changed[Indicator].append(row)
        for year, value in wanted.targets.items():
            if year not in standing:
                self.targets.append((row.pk, year, value))
            elif put(standing[year], {"value": value}):
                self.changed[Target].append(standing[year])

    def _proposed(self, wanted: PlannedIndicator) -> dict[str, Any]:
        """The file's guesses, with a person's word on victims where there is one."""
        if self.victims is None:
            return wanted.proposed | {"victims_confirmed": False}
        return wanted.proposed | {"about_victims": wanted.place in self.victims, "victims_confirmed": True}

    def _add(self, row: Any) -> Any:
        self.new[type(row)].append(row)
        return row
