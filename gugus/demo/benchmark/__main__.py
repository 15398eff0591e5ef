"""The run itself: servers and data of its own, every measure, the table, the file."""

import argparse
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from gugus.demo import servers
from gugus.demo.benchmark import MODULES, NAMED, REGION, Bench, Measure, table
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
    try:
        measures = _measure(options, data)
    finally:
        servers.remove_all(data)
    print(table(measures))
    options.json.write_text(json.dumps([each.as_data() for each in measures], indent=2) + "\n")
    print(f"\nAngka lengkap: {options.json}")
    return 0 if all(each.kept for each in measures) else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/benchmark", description="Mengukur kecepatan portal.")
    known = (*MODULES, *NAMED)
    help_text = f"{', '.join(MODULES)} (bawaan: semua); {', '.join(NAMED)} hanya bila disebut"
    parser.add_argument("measure", nargs="*", metavar="UKURAN", help=help_text)
    parser.add_argument("--rows", type=int, default=10_000, help="banyaknya baris (bawaan: 10000)")
    parser.add_argument("--rounds", type=int, default=5, help="putaran per ukuran (bawaan: 5)")
    parser.add_argument("--requests", type=int, default=10_000, help="permintaan beban (bawaan: 10000)")
    parser.add_argument(
        "--users", type=int, help="orang serentak (bawaan: dicari sebanyak yang tertahan mesin)"
    )
    parser.add_argument("--data", type=Path, default=ROOT / ".demo" / "benchmark", help="folder data")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmark.json", help="berkas hasil")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.measure) - set(known)):
        parser.error(f"ukuran {', '.join(unknown)} tidak dikenal; pilih dari {', '.join(known)}")
    if options.rows < 100 or options.rounds < 1:
        parser.error("--rows paling sedikit 100, --rounds paling sedikit 1")
    if options.requests < 100 or (options.users or FEWEST) < FEWEST:
        parser.error(f"--requests paling sedikit 100, --users paling sedikit {FEWEST}, seorang tiap peran")
    return options


def _measure(options: argparse.Namespace, data: Path) -> list[Measure]:
    _prepare(data)
    bench = Bench(options.rows, options.rounds, options.requests, options.users)
    found: list[Measure] = []
    for name in options.measure or MODULES:
        print(f"Mengukur {name} …", flush=True)
        found += import_module(f"gugus.demo.benchmark.{name}").measure(bench)
    return found


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
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", REGION, stdout=nowhere)


if __name__ == "__main__":
    sys.exit(main())
