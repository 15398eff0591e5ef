"""docker-compose.yml, Dockerfile and scripts: hardened alike, and from the same lists."""

import re
import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from gugus.core import health
from gugus.env import ROOT, load

COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONE_SHOTS = {"provision", "migrate", "backup", "restore"}


def test_every_part_of_the_portal_is_there():
    assert set(SERVICES) == {"db", "valkey", "web", "worker", "beat", "proxy"} | ONE_SHOTS


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_container_is_hardened(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] not in ("root", "0")
    assert not {"privileged", "cap_add"} & set(service)
    assert ("healthcheck" in service) == (name not in ONE_SHOTS)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_secrets_come_from_files_and_only_to_who_needs_them(name):
    service = SERVICES[name]
    secrets = set(service.get("secrets", ()))
    assert secrets <= set(COMPOSE["secrets"])
    for variable, value in service.get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in secrets
        else:
            assert variable == "SITE_URL" or not re.search("PASSWORD|SECRET|KEY|_URL$", variable), variable


def test_only_one_shots_may_own_or_administer_the_database():
    powerful = {"database_owner_url", "database_admin_url", "postgres_password", "database_backup_url"}
    holders = {name for name, service in SERVICES.items() if powerful & set(service.get("secrets", ()))}
    assert holders == ONE_SHOTS | {"db"}
    assert "database_worker_url" not in SERVICES["web"]["secrets"]


def test_database_and_valkey_are_on_a_network_without_a_way_out():
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert SERVICES["db"]["networks"] == SERVICES["valkey"]["networks"] == ["data"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_secrets_made_are_the_secrets_mounted(tmp_path):
    script = tmp_path / "make_secrets.py"
    script.write_text((ROOT / "deploy" / "make_secrets.py").read_text())
    for _ in range(2):
        subprocess.run(
            [sys.executable, script, "smtp+tls://mail.example.go.id:587"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    mounted = {name: entry["file"] for name, entry in COMPOSE["secrets"].items()}
    assert set(made) == set(mounted)
    assert all(path == f"deploy/secrets/{name}" for name, path in mounted.items())
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    files = {name.upper() + "_FILE": str(tmp_path / "secrets" / name) for name in SERVICES["web"]["secrets"]}
    plain = {
        "DJANGO_ENV": "production",
        "SITE_URL": "https://a.id",
        "ALLOWED_HOSTS": "a.id",
        "EMAIL_FROM": "a@a.id",
    }
    env = load(plain | files)
    assert env.database()["USER"] == "gugus_web"
    assert env.redis_url().split(":")[2].partition("@")[0] in made["valkey.conf"]


def test_the_image_installs_what_the_scripts_install():
    dockerfile = (ROOT / "Dockerfile").read_text()
    pattern = re.search(r"sed -n '([^']+)' /tmp/packages.txt", dockerfile)
    assert pattern is not None
    listed = subprocess.check_output(
        ["sed", "-n", pattern[1], ROOT / "deploy" / "packages.txt"], text=True
    ).split()
    expected = [
        line.split()[2] for line in (ROOT / "deploy" / "packages.txt").open() if line.startswith("apt run")
    ]
    assert listed == expected
    assert "libpango-1.0-0" in listed
    assert "deploy/requirements-uv.txt" in dockerfile
    assert "uv sync --frozen" in dockerfile


def test_the_environment_of_the_check_is_a_production_one():
    lines = (ROOT / "deploy" / "check.env").read_text().splitlines()
    assert load(dict(line.split("=", 1) for line in lines if not line.startswith("#"))).production


def test_beat_is_healthy_while_it_writes(tmp_path):
    prefix = str(tmp_path / "beat")
    assert not health.beat(prefix=prefix)
    (tmp_path / "beat.db").touch()
    written = (tmp_path / "beat.db").stat().st_mtime
    assert health.beat(now=written + 60, prefix=prefix)
    assert not health.beat(now=written + 600, prefix=prefix)


def test_a_web_that_does_not_answer_is_unhealthy(monkeypatch, capsys):
    monkeypatch.setattr(health, "WEB_ADDRESS", "http://127.0.0.1:9/sehat/")
    assert health.main(["web"]) == 1
    assert "unhealthy" in capsys.readouterr().err
