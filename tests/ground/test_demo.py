"""The whole demo, as a person runs it: started, asked twice, killed, started again, stopped, reset."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from gugus.demo import servers
from gugus.env import ROOT

PATIENCE_SECONDS = 30
pytestmark = pytest.mark.panjang


@pytest.fixture
def folder(tmp_path):
    """Ctrl-C reaches the demo, though a shell that started the tests with `&` had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield tmp_path / "data"
    signal.signal(signal.SIGINT, before)
    servers.stop_all(tmp_path / "data")


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "gugus.demo.run", "--port", port, "--data", str(folder), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def read_until_ready(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout is not None
    said = ""
    for line in demo.stdout:
        said += line
        if "Portal siap" in line:
            return said
    raise AssertionError(said)


def test_a_day_with_the_demo(folder):
    demo = start(folder)
    said = read_until_ready(demo)
    address = (folder / "address").read_text()
    assert "sekretariat@kediri.example.id" in said
    assert [said.index(f"{step}/6") for step in range(2, 7)] == sorted(
        said.index(f"{n}/6") for n in range(2, 7)
    )
    with urllib.request.urlopen(address) as page:
        assert page.status == 200

    second = start(folder)
    assert address in second.communicate()[0]
    assert second.returncode == 0

    children = psutil.Process(demo.pid).children(recursive=True)
    assert len(children) >= 3
    demo.kill()
    demo.wait()
    _, alive = psutil.wait_procs(children, timeout=PATIENCE_SECONDS)
    assert not alive

    again = start(folder)
    read_until_ready(again)
    again.send_signal(signal.SIGINT)
    assert "Data tetap tersimpan" in again.communicate()[0]
    assert again.returncode == 0
    assert servers.valkey_url(folder) is None
    assert not (folder / "postgres" / "postmaster.pid").exists()

    fresh = start(folder, "--reset")
    read_until_ready(fresh)
    fresh.terminate()
    fresh.communicate()
    assert fresh.returncode == 0
