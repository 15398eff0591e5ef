"""`script/demo`: the whole portal on one machine, with invented data, until Ctrl-C.

Database and Valkey come from wheels, web, worker and beat are children of this process; all end with it, also
when it is killed. Only one demo runs per data folder: a second start says where the first one is.
"""

import argparse
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from gugus.demo import servers
from gugus.env import ROOT

REGIONS = ("kediri", "oku_selatan")
FIRST_PORT, LAST_PORT = 8000, 8099
READY_SECONDS, STOP_SECONDS = 60, 15
# Any of these marks a folder as one of ours; --reset touches no other.
OURS = ("lock", "demo.lock", "secret_key", "test")
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class DemoError(RuntimeError):
    """The demo cannot run; the text tells the person at the terminal why, in Indonesian."""


def main(arguments: list[str] | None = None) -> int:
    """Parse the options, and turn what went wrong into one readable message."""
    options = _options(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    if os.environ.get("DJANGO_ENV") == "production":
        print("Demo tidak dijalankan pada mesin dengan DJANGO_ENV=production.", file=sys.stderr)
        return 1
    try:
        return _run(options.data.absolute(), options.port, options.reset)
    except KeyboardInterrupt:
        print("\nSemua proses sudah dihentikan. Data tetap tersimpan.")
        return 0
    except (DemoError, servers.ServerError, PermissionError) as error:
        print(f"\nDemo berhenti: {error}", file=sys.stderr)
        return 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="Menjalankan portal dengan data contoh.")
    parser.add_argument(
        "--port",
        type=_port,
        help="porta alamat (bawaan: porta bebas pertama mulai 8000)",
    )
    parser.add_argument("--reset", action="store_true", help="hapus data demo lama, mulai dari awal")
    parser.add_argument("--data", type=Path, default=ROOT / ".demo", help="folder data (bawaan: .demo)")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} bukan porta; isi angka 1 sampai 65535, misalnya 8000")
    return int(text)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(data: Path, port: int | None, reset: bool) -> int:
    if reset:
        _reset(data)
    with _only_one(data) as first:
        if not first:
            _say(f"Portal sudah berjalan di {_running_address(data)} (Ctrl-C di sana menghentikannya).")
            return 0
        address = f"http://localhost:{_choose_port(port)}"
        _address_file(data).write_text(address + "/")
        try:
            return _start_and_watch(data, address)
        finally:
            _say("Menghentikan basis data dan Valkey …")
            servers.stop_all(data)
            _address_file(data).unlink(missing_ok=True)


def _start_and_watch(data: Path, address: str) -> int:
    environ = _environment(data, address)
    _say("2/6 Menjalankan basis data dan Valkey …")
    servers.ensure_postgres(data)
    servers.ensure_valkey(data)
    _say("3/6 Menyiapkan tabel …")
    _manage(environ, "migrate", "--verbosity", "0")
    _say("4/6 Memeriksa pengaturan …")
    _manage(environ, "check", "--database", "default")
    _say("5/6 Memuat data contoh …")
    accounts = _manage(environ, "load_demo", *REGIONS)
    _say("6/6 Menjalankan web, pekerja, dan penjadwal …")
    with children(data, environ, _commands(data, address)) as running:
        wait_until_ready(running, address)
        print(
            f"\n{accounts}\n\nPortal siap di {address}/  (Ctrl-C menghentikan semuanya)",
            flush=True,
        )
        _watch(running)
    return 1


def _say(text: str) -> None:
    print(text, flush=True)


def _environment(data: Path, address: str) -> dict[str, str]:
    """A clean start: no address of a real database or mail server reaches the demo."""
    foreign = (
        "DATABASE_",
        "REDIS_URL",
        "EMAIL_",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "MEDIA_ROOT",
        "GUGUS_ROLE",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "DJANGO_ENV": "demo",
        "DATA_DIR": str(data),
        "SITE_URL": address,
        "DJANGO_SETTINGS_MODULE": "gugus.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _manage(environ: dict[str, str], *arguments: str) -> str:
    """Run a management command; its output comes back, or goes into the error."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environ,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=_die_with_parent,  # this process has one thread
        check=False,
    )
    if result.returncode:
        raise DemoError(f"perintah {' '.join(arguments)} gagal.\n{result.stdout[-4000:]}")
    return result.stdout.strip()


def _reset(data: Path) -> None:
    """Stop the demo of this folder, if one runs, then delete the folder; refuse any other folder."""
    if data.exists() and any(data.iterdir()) and not any((data / name).exists() for name in OURS):
        raise DemoError(f"{data} bukan folder data demo; tidak ada yang dihapus.")
    deadline = time.monotonic() + STOP_SECONDS * 2
    while time.monotonic() < deadline:
        with _only_one(data) as first:
            if first:
                servers.remove_all(data)
                return
            with suppress(OSError, ValueError):  # it is just ending by itself
                os.kill(int((data / "demo.lock").read_text()), signal.SIGTERM)
        time.sleep(0.5)
    raise DemoError(f"demo yang masih berjalan di {data} tidak mau berhenti.")


@contextmanager
def _only_one(data: Path) -> Iterator[bool]:
    """True for the one process that holds the folder; its id stands in the file while it lives."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "demo.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield True
        finally:
            file.truncate(0)


def _address_file(data: Path) -> Path:
    return data / "address"


def _running_address(data: Path) -> str:
    try:
        return _address_file(data).read_text()
    except OSError:
        return f"folder {data}, alamatnya segera tampil di sana"


def _choose_port(wanted: int | None) -> int:
    for port in [wanted] if wanted else range(FIRST_PORT, LAST_PORT + 1):
        if _is_free(port):
            return port
    if wanted:
        raise DemoError(
            f"porta {wanted} sedang dipakai; pilih yang lain, misalnya script/demo --port {wanted + 1}"
        )
    raise DemoError(f"porta {FIRST_PORT}-{LAST_PORT} semuanya dipakai; pilih yang lain dengan --port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def children(
    data: Path, environ: dict[str, str], commands: dict[str, tuple[str, list[str]]]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Processes by name, each with its role of the database and its log; all end with this block."""
    logs = data / "log"
    logs.mkdir(exist_ok=True)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, (role, command) in commands.items():
            with (logs / f"{name}.log").open("wb") as log:
                running[name] = subprocess.Popen(
                    [sys.executable, "-m", *command],
                    env=environ | {"GUGUS_ROLE": role},
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C reaches this process, which stops them in order
                    preexec_fn=_die_with_parent,
                )
        yield running
    finally:
        _stop(running)


def _commands(data: Path, address: str) -> dict[str, tuple[str, list[str]]]:
    return {
        "web": ("web", web_command(f"127.0.0.1:{address.rpartition(':')[2]}", processes=2)),
        "worker": ("worker", worker_command()),
        "beat": ("worker", beat_command(data)),
    }


def web_command(bind: str, *, processes: int) -> list[str]:
    """gunicorn at one address, with threads as in production."""
    many = ["--workers", str(processes), "--threads", "4"]
    return ["gunicorn", "gugus.wsgi", "--bind", bind, *many, "--timeout", "60", "--no-control-socket"]


CELERY = ("celery", "--app", "gugus", "--quiet")


def worker_command(*more: str) -> list[str]:
    """A worker of every queue with two children."""
    queues = ["worker", "--queues", "urgent,documents,bulk", "--concurrency", "2"]
    return [*CELERY, *queues, "--loglevel", "WARNING", "--without-gossip", "--without-mingle", *more]


def beat_command(data: Path) -> list[str]:
    """The one scheduler; its memory lies in the data folder."""
    memory = ["--schedule", str(data / "beat"), "--pidfile", ""]
    return [*CELERY, "beat", *memory, "--loglevel", "WARNING"]


def _die_with_parent() -> None:
    """On Linux the kernel ends a child whose parent was killed; elsewhere the next start finds it gone."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_ready(
    children: dict[str, subprocess.Popen[bytes]], address: str, seconds: int = READY_SECONDS
) -> None:
    """Until the site answers. Raises DemoError when one of its processes ends, or it takes too long."""
    deadline = time.monotonic() + seconds
    while not _answers(address):
        _check_alive(children)
        if time.monotonic() > deadline:
            raise DemoError(f"web tidak menjawab dalam {seconds} detik; lihat log/web.log di folder data.")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    # By number: a bare machine may have no /etc/hosts to know its own name from.
    probe = address.replace("localhost", "127.0.0.1")
    try:
        urllib.request.urlopen(f"{probe}/sehat/", timeout=5).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        _check_alive(children)
        time.sleep(1)


def _check_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise DemoError(f"proses {name} berhenti sendiri; rinciannya di log/{name}.log di folder data.")


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to end, wait for them together, and kill what does not listen."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
