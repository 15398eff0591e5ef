"""The embedded servers start once, keep their data, and let nobody else in."""

import os
import pwd
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import redis

from gugus.demo import servers


def postmaster(folder):
    return int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_two_starts_at_once_give_one_server(tmp_path):
    folder = tmp_path / "data"
    code = (
        "import sys; from pathlib import Path; from gugus.demo import servers; folder = Path(sys.argv[1]); "
        "servers.ensure_postgres(folder, durable=False); print(servers.ensure_valkey(folder))"
    )
    try:
        with ThreadPoolExecutor() as pool:
            command = [sys.executable, "-c", code, str(folder)]
            urls = list(pool.map(lambda _: subprocess.check_output(command, text=True), range(3)))
        assert len(set(urls)) == 1
        assert psycopg.connect(servers.ensure_postgres(folder)["web"]).execute("SELECT 1").fetchone() == (1,)
    finally:
        servers.stop_all(folder)


def test_data_survive_a_stop(tmp_path):
    folder = tmp_path / "data"
    try:
        urls = servers.ensure_postgres(folder)
        with psycopg.connect(urls["owner"], autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        servers.stop_postgres(folder)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(urls["web"])
        with psycopg.connect(servers.ensure_postgres(folder)["web"]) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    finally:
        servers.remove_all(folder)
    assert not folder.exists()


def test_a_second_call_attaches(ground, ground_dir):
    before = postmaster(ground_dir)
    assert servers.ensure_postgres(ground_dir) == ground
    assert postmaster(ground_dir) == before


def test_only_the_servers_user_reaches_data_and_socket(ground_dir):
    owner = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    for name in ("postgres", "run"):
        stat = (ground_dir / name).stat()
        assert (stat.st_uid, stat.st_mode & 0o777) == (owner, 0o700)


def test_the_database_listens_on_no_network(admin):
    assert admin.execute("SHOW listen_addresses").fetchone() == ("",)
    assert admin.execute("SELECT current_setting('server_version_num')::int / 10000").fetchone() == (18,)


def test_a_long_and_odd_path_gets_a_short_private_socket_folder(tmp_path):
    folder = tmp_path / ("panjang" * 12) / "nama 'aneh', sekali"
    try:
        urls = servers.ensure_postgres(folder, durable=False)
        assert servers.ensure_valkey(folder) == servers.valkey_url(folder)
        assert psycopg.connect(urls["web"]).execute("SELECT 1").fetchone() == (1,)
    finally:
        servers.remove_all(folder)


def test_valkey_asks_for_its_password_and_keeps_nothing(tmp_path):
    folder = tmp_path / "data"
    assert servers.valkey_url(folder) is None
    url = servers.ensure_valkey(folder)
    try:
        assert servers.ensure_valkey(folder) == url == servers.valkey_url(folder)
        with redis.Redis.from_url(url) as client:
            assert client.config_get("save")["save"] == ""
            assert client.config_get("appendonly")["appendonly"] == "no"
            port = client.connection_pool.connection_kwargs["port"]
        with redis.Redis(host="127.0.0.1", port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert (folder / "valkey" / "url").stat().st_mode & 0o777 == 0o600
    finally:
        servers.stop_valkey(folder)
    assert servers.valkey_url(folder) is None


def test_stopping_what_does_not_run_is_no_fault(tmp_path):
    servers.stop_all(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_server_that_cannot_start_shows_its_log(tmp_path):
    folder = tmp_path / "data"
    try:
        servers.ensure_postgres(folder, durable=False)
        servers.stop_postgres(folder)
        (folder / "postgres" / "postgresql.conf").write_text("max_connections = banyak\n")
        with pytest.raises(servers.ServerError, match="max_connections"):
            servers.ensure_postgres(folder)
    finally:
        servers.remove_all(folder)
