"""The run itself: servers and data of its own, every measure, the table, the file."""

import argparse
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from gugus.demo import servers
from gugus.demo.benchmark import FULL, NAMED, QUICK, REGION, SIZES, Bench, Measure, shown, table
from gugus.demo.load.drive import FEWEST
from gugus.env import ROOT

FOREIGN = ("DATABASE_", "REDIS_URL", "EMAIL_", "ALLOWED_HOSTS", "SITE_URL", "MEDIA_ROOT", "GUGUS_ROLE")


def main(arguments: list[str] | None = None) -> int:
    """Measure; returns 1 when a limit is passed, 2 when the folder is not free to use."""
    options = _options(arguments)
    data = options.data.absolute()
    if data.exists() and any(data.iterdir()) and not (data / "lock").exists():
        print(f"{data} bukan folder pengukuran; tidak ada yang dihapus.", file=sys.stderr)
        return 2
    servers.remove_all(data)
    measures: list[Measure] = []
    try:
        for found in _measure(options, data):
            print(table(found), flush=True)
            measures += found
            kept = _kept(options.json, measures)
        if options.docs:
            import_module("gugus.demo.benchmark.page").write(kept, options.docs)
    finally:
        servers.remove_all(data)
    print(f"\n{table(measures)}\n\nAngka lengkap: {options.json}")
    return 0 if all(each.kept for each in measures) else 1


def _kept(file: Path, measures: list[Measure]) -> list[Measure]:
    """Write the file: these measures, and of an earlier run those that this one did not repeat."""
    before = json.loads(file.read_text()) if file.exists() else []
    asked = {(each.name, each.rows, each.scale) for each in measures}
    old = [Measure.from_data(row) for row in before]
    kept = [each for each in old if (each.name, each.rows, each.scale) not in asked] + measures
    file.write_text(json.dumps([each.as_data() for each in kept], indent=2, ensure_ascii=False) + "\n")
    return kept


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/benchmark", description="Mengukur kecepatan portal.")
    known = (*SIZES, *NAMED)
    help_text = f"{', '.join(SIZES)} (bawaan: semua); {', '.join(NAMED)} hanya bila disebut"
    parser.add_argument("measure", nargs="*", metavar="UKURAN", help=help_text)
    parser.add_argument("--scale", default=QUICK, help=f"{QUICK} atau {FULL}: sejuta kasus (bawaan: {QUICK})")
    parser.add_argument("--rounds", type=int, default=5, help="putaran per ukuran (bawaan: 5)")
    parser.add_argument("--requests", type=int, default=10_000, help="permintaan beban (bawaan: 10000)")
    parser.add_argument(
        "--users", type=int, help="orang serentak (bawaan: dicari sebanyak yang tertahan mesin)"
    )
    parser.add_argument("--data", type=Path, default=ROOT / ".demo" / "benchmark", help="folder data")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmark.json", help="berkas hasil")
    parser.add_argument("--docs", type=Path, help="tulis kecepatan.md dan gambarnya di folder ini")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.measure) - set(known)):
        parser.error(f"ukuran {', '.join(unknown)} tidak dikenal; pilih dari {', '.join(known)}")
    if options.scale not in (QUICK, FULL):
        parser.error(f"--scale {options.scale} tidak dikenal; pilih {QUICK} atau {FULL}")
    if options.rounds < 1:
        parser.error("--rounds paling sedikit 1")
    if options.requests < 100 or (options.users or FEWEST) < FEWEST:
        parser.error(f"--requests paling sedikit 100, --users paling sedikit {FEWEST}, seorang tiap peran")
    return options


def _measure(options: argparse.Namespace, data: Path) -> Iterator[list[Measure]]:
    """Of each measure at each size; what is found is told at once, for a long run may be broken off."""
    _prepare(data)
    cores = os.cpu_count() or 1
    for name in options.measure or SIZES:
        sizes = SIZES[name][options.scale] if name in SIZES else (options.requests,)
        bench = Bench(rounds=options.rounds, requests=options.requests, users=options.users)
        for rows in sizes:
            print(f"Mengukur {name}, {shown(rows)} baris …", flush=True)
            found = import_module(f"gugus.demo.benchmark.{name}").measure(replace(bench, rows=rows))
            today = datetime.now(UTC).date().isoformat()
            sized = (
                each if each.rows else replace(each, rows=rows, judged=rows == sizes[-1]) for each in found
            )
            yield [replace(each, day=today, scale=options.scale, cores=cores) for each in sized]


def _prepare(data: Path) -> None:
    """The servers, the tables and one region; as the role of production, so that nothing is faster here."""
    print("Menyiapkan basis data …", flush=True)
    servers.ensure_postgres(data)
    servers.ensure_valkey(data)
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_ENV": "demo",
        "DATA_DIR": str(data),
        "SITE_URL": "http://localhost:8000",
        "DJANGO_SETTINGS_MODULE": "gugus.settings",
        "GUGUS_ROLE": "worker",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.INFO)  # a line for each request would drown the table
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", REGION, stdout=nowhere)


if __name__ == "__main__":
    sys.exit(main())
