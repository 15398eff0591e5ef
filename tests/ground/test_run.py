"""script/demo: one demo per folder, clear answers, and no process left behind."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from gugus.demo import run
from gugus.env import ROOT

PATIENCE_SECONDS = 20


def demo(*arguments):
    command = [sys.executable, "-m", "gugus.demo.run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the expected change did not come"
        os.sched_yield()


@pytest.mark.parametrize("port", ["0", "70000", "delapan"])
def test_a_wrong_port_is_explained(port):
    result = demo("--port", port)
    assert result.returncode == 2
    assert "1 sampai 65535" in result.stderr


def test_a_port_in_use_is_named_and_nothing_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = demo("--port", str(port), "--data", str(tmp_path / "data"))
    assert result.returncode == 1
    assert f"porta {port} sedang dipakai" in result.stderr
    assert not (tmp_path / "data" / "postgres").exists()


def test_it_never_runs_in_production(tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_ENV", "production")
    result = demo("--data", str(tmp_path / "data"))
    assert result.returncode == 1
    assert "production" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_second_start_says_where_the_first_one_is(tmp_path):
    with run._only_one(tmp_path) as first:
        assert first
        (tmp_path / "address").write_text("http://localhost:8007/")
        result = demo("--data", str(tmp_path))
    assert result.returncode == 0
    assert "http://localhost:8007/" in result.stdout


def test_reset_refuses_a_folder_that_is_not_the_demos(tmp_path):
    (tmp_path / "letter.txt").write_text("penting")
    result = demo("--reset", "--data", str(tmp_path))
    assert result.returncode == 1
    assert "tidak ada yang dihapus" in result.stderr
    assert (tmp_path / "letter.txt").read_text() == "penting"


def test_reset_after_nothing_but_tests_is_no_fault(tmp_path):
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "lock").touch()
    run._reset(tmp_path)
    assert (tmp_path / "test" / "lock").exists()


def test_reset_deletes_the_data_but_not_the_tests_own(tmp_path):
    for name in ("postgres", "media", "test"):
        (tmp_path / name).mkdir()
    (tmp_path / "lock").touch()
    (tmp_path / "test" / "lock").touch()
    run._reset(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"test"}


def test_the_demo_inherits_no_address_of_a_real_server(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://gugus_web@real/gugus")
    monkeypatch.setenv("EMAIL_URL", "smtp://real")
    environ = run._environment(tmp_path, "http://localhost:8000")
    assert not [name for name in environ if name.startswith(("DATABASE_", "REDIS_", "EMAIL_"))]
    assert environ["DJANGO_ENV"] == "demo"


def test_who_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "STOP_SECONDS", 0.3)
    code = "import signal as s; s.signal(s.SIGTERM, s.SIG_IGN); print('ready', flush=True); s.pause()"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    run._stop({"deaf": child})
    assert child.returncode == -signal.SIGKILL
    child.stdout.close()


def test_children_end_when_the_demo_is_killed(tmp_path):
    code = (
        "import subprocess, signal; from gugus.demo.run import _die_with_parent; "
        "child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, "
        "start_new_session=True, preexec_fn=_die_with_parent); print(child.pid, flush=True); signal.pause()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not alive(child))


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False
