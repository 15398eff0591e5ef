"""What a stranger gets: the public page, CSV and JSON, read back into texts and numbers."""

import csv
import io
import json
import re
from html import unescape
from typing import Any

from django.test import Client

from gugus.publication.open_data import Table, from_json

CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def get(path: str) -> Any:
    """Asked by nobody in particular, as the first request of a new visitor."""
    return Client().get(path)


def page_tables(html: str) -> dict[str, list[list[str]]]:
    """Code of each table → its rows, as the page tells them."""
    found = {}
    for part in re.findall(r'<section class="open-data".*?</section>', html, re.DOTALL):
        code = re.search(r'id="([^"]+)"', part)[1]  # type: ignore[index]
        body = re.split("<tbody[^>]*>", part)[1].split("</tbody>")[0]
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
        found[code] = [[unescape(TAG.sub("", cell)).strip() for cell in CELL.findall(row)] for row in rows]
    return found


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows under the head of a CSV; the mark that keeps a text a text is taken off."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [[cell.removeprefix("'") for cell in line] for line in lines[1:]]


def json_tables(content: bytes) -> tuple[Table, ...]:
    return from_json(json.loads(content)["tabel"])
