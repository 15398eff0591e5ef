"""Completes the tag tree WeasyPrint writes, so that a screen reader can use tables and pages.

WeasyPrint 70 gives header cells an ID but no /Scope and no /IDTree, counts every header of a
column for every cell in it (also headings of later groups), and leaves page numbers tagged but
outside of the tree. All of it is put right while the PDF is still in memory: no second parse.
(ISO 14289-1 §7.5 table headers, §7.1 artifacts.)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf


def complete_tags(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint `finisher`: table headers, ID tree, page furniture as artifacts."""
    tree = TagTree(pdf)
    for table in tree.named("/Table"):
        TableTags(tree, table).associate()
    tree.write_id_tree()
    tree.mark_artifacts()


class TagTree:
    """The structure tree of a PDF in the making, with references resolved."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self.resolve(pdf.catalog["StructTreeRoot"])
        self.elements = list(self._walk(self.root))

    def resolve(self, reference: bytes) -> Any:
        """The object behind `12 0 R`."""
        return self.pdf.objects[int(reference.split()[0])]

    def children(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        """Child elements in reading order; marked content and object references are left out."""
        for kid in element.get("K", ()):
            if isinstance(kid, bytes):
                child = self.resolve(kid)
                if child.get("Type") == "/StructElem":
                    yield child

    def _walk(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        for child in self.children(element):
            yield child
            yield from self._walk(child)

    def named(self, role: str) -> Iterator[pydyf.Dictionary]:
        """Elements of one role, in reading order."""
        return (element for element in self.elements if element["S"] == role)

    def write_id_tree(self) -> None:
        """Let /Headers be looked up: every ID of the tree, sorted as a name tree must be."""
        with_id = {element["ID"].string: element for element in self.elements if "ID" in element}
        names = pydyf.Array()
        for key in sorted(with_id):
            names.extend((pydyf.String(key), with_id[key].reference))
        if names:
            self.root["IDTree"] = pydyf.Dictionary({"Names": names})

    def mark_artifacts(self) -> None:
        """Page numbers and running heads are furniture: out of the tree means artifact."""
        reachable = {element.reference for element in self.elements}
        parents = self.resolve(self.root["ParentTree"])["Nums"]
        pages = self.pdf.page_references
        for position, owners in zip(parents[::2], parents[1::2], strict=True):
            if isinstance(owners, list):
                strays = {mcid for mcid, owner in enumerate(owners) if owner not in reachable}
                self._mark_page(self.resolve(pages[position]), strays)
                owners[:] = [b"null" if mcid in strays else owner for mcid, owner in enumerate(owners)]

    def _mark_page(self, page: pydyf.Dictionary, strays: set[int]) -> None:
        commands = self.resolve(page["Contents"]).stream
        for place, item in enumerate(commands):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in strays:
                commands[place - 1] = "/Artifact"
                commands[place] = pydyf.Dictionary({"Type": "/Pagination"})


@dataclass
class TableTags:
    """Header association of one table: scope on each header, headers on each data cell."""

    tree: TagTree
    table: pydyf.Dictionary
    columns: dict[int, list[pydyf.String]] = field(default_factory=dict)
    group: list[pydyf.String] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """Column → rows below that a cell with a row span still covers."""

    def associate(self) -> None:
        """Walk the rows once, top to bottom, as a reader would."""
        for in_head, row in self._rows(self.table, in_head=False):
            self._row(row, in_head=in_head)

    def _rows(self, element: pydyf.Dictionary, *, in_head: bool) -> Iterator[tuple[bool, pydyf.Dictionary]]:
        for child in self.tree.children(element):
            if child["S"] == "/TR":
                yield in_head, child
            else:
                yield from self._rows(child, in_head=child["S"] == "/THead")

    def _row(self, row: pydyf.Dictionary, *, in_head: bool) -> None:
        row_headers: list[pydyf.String] = []
        for column, width, cell in self._placed(row):
            if cell["S"] == "/TH":
                self._header(cell, column, width, row_headers, in_head=in_head)
            else:
                own = [key for place in range(column, column + width) for key in self.columns.get(place, ())]
                cell["A"]["Headers"] = pydyf.Array([*own, *self.group, *row_headers])

    def _placed(self, row: pydyf.Dictionary) -> list[tuple[int, int, pydyf.Dictionary]]:
        """Cells with their column and width, stepping over cells that reach down from above."""
        placed, column, reaching = [], 0, dict(self.taken)
        for cell in self.tree.children(row):
            while reaching.get(column):
                column += 1
            width, depth = cell["A"].get("ColSpan", 1), cell["A"].get("RowSpan", 1)
            placed.append((column, width, cell))
            self.taken.update(dict.fromkeys(range(column, column + width), depth))
            column += width
        self.taken = {place: rows - 1 for place, rows in self.taken.items() if rows > 1}
        return placed

    def _header(
        self,
        cell: pydyf.Dictionary,
        column: int,
        width: int,
        row_headers: list[pydyf.String],
        *,
        in_head: bool,
    ) -> None:
        if in_head:
            for place in range(column, column + width):
                self.columns.setdefault(place, []).append(cell["ID"])
        elif width > 1:
            self.group = [cell["ID"]]
        else:
            row_headers.append(cell["ID"])
        cell["A"]["Scope"] = "/Column" if in_head or width > 1 else "/Row"
