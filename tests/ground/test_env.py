"""The environment is read typed, and a wrong value is refused with its name and an example."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.env import EnvError, load, parse_database_url

PRODUCTION = {
    "DJANGO_ENV": "production",
    "SITE_URL": "https://gt.example.go.id",
    "ALLOWED_HOSTS": "gt.example.go.id, www.gt.example.go.id",
    "SECRET_KEY": "x" * 50,
    "IDENTITY_KEYS": "k2:"
    + base64.b64encode(b"2" * 32).decode()
    + ",k1:"
    + base64.b64encode(b"1" * 32).decode(),
    "NIK_INDEX_KEY": base64.b64encode(b"3" * 32).decode(),
    "DATABASE_URL": "postgresql://gugus_web:p%40ss@db:5433/gugus?sslmode=require",
    "REDIS_URL": "redis://:pw@valkey:6379/0",
    "EMAIL_URL": "smtp+tls://user:pw@mail.example.go.id:587",
    "EMAIL_FROM": "portal@example.go.id",
}


def test_a_production_environment_is_read_whole():
    env = load(PRODUCTION)
    assert (env.production, env.demo, env.embedded) == (True, False, False)
    assert env.allowed_hosts == ("gt.example.go.id", "www.gt.example.go.id")
    assert env.identity_keys == (("k2", b"2" * 32), ("k1", b"1" * 32))
    assert env.index_key == b"3" * 32
    assert env.database()["PASSWORD"] == "p@ss"
    assert env.database()["PORT"] == "5433"
    assert env.database()["OPTIONS"] == {"sslmode": "require"}
    assert env.redis_url() == PRODUCTION["REDIS_URL"]
    assert env.email["EMAIL_USE_TLS"]
    assert env.email["EMAIL_HOST"] == "mail.example.go.id"


def test_secrets_stay_out_of_the_representation():
    shown = repr(load(PRODUCTION))
    assert not [secret for secret in ("p%40ss", "x" * 50, ":pw@") if secret in shown]


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"DJANGO_ENV"}))
def test_production_refuses_to_start_without(name):
    """Also without DATABASE_URL or REDIS_URL: the embedded servers are for trying out only."""
    with pytest.raises(EnvError, match=name):
        load({key: value for key, value in PRODUCTION.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DJANGO_ENV", "prod", "development, demo, test, production"),
        ("GUGUS_ROLE", "superuser", "web, worker, owner"),
        ("SITE_URL", "http://gt.example.go.id", "https"),
        ("SITE_URL", "gt.example.go.id", "address"),
        ("ALLOWED_HOSTS", "*", "forge"),
        ("SECRET_KEY", "short", "50"),
        ("IDENTITY_KEYS", "k1:short", "32 bytes"),
        ("IDENTITY_KEYS", PRODUCTION["IDENTITY_KEYS"].replace("k1", "kué"), "32 bytes"),
        ("IDENTITY_KEYS", PRODUCTION["IDENTITY_KEYS"] + "," + PRODUCTION["IDENTITY_KEYS"], "twice"),
        ("NIK_INDEX_KEY", "short", "32 bytes"),
        ("DATABASE_URL", "mysql://gugus_web@db/gugus", "postgresql://"),
        ("DATABASE_URL", "postgresql://gugus_web@db", "database"),
        ("DATABASE_URL", "postgresql://gugus_web:pw@db:many/gugus", "port"),
        ("REDIS_URL", "http://valkey", "redis://"),
        ("EMAIL_URL", "mail.example.go.id", "smtp"),
    ],
)
def test_a_wrong_value_is_named_with_its_rule(name, value, reason):
    with pytest.raises(EnvError, match=reason) as error:
        load(PRODUCTION | {name: value})
    assert name in str(error.value)


def test_a_faulty_address_is_refused_without_showing_its_password():
    with pytest.raises(EnvError) as error:
        load(PRODUCTION | {"DATABASE_URL": "postgres://gugus_web:verysecret@db"})
    assert "verysecret" not in str(error.value)


def test_a_role_without_an_address_does_not_borrow_another_role():
    with pytest.raises(EnvError, match="DATABASE_OWNER_URL"):
        load(PRODUCTION).database("owner")


def test_a_secret_comes_from_a_file(tmp_path):
    (tmp_path / "key").write_text("y" * 60 + "\n")
    given = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}
    assert load(given | {"SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "y" * 60
    with pytest.raises(EnvError, match="SECRET_KEY_FILE"):
        load(given | {"SECRET_KEY_FILE": str(tmp_path / "absent")})
    with pytest.raises(EnvError, match="Both SECRET_KEY"):
        load(PRODUCTION | {"SECRET_KEY_FILE": str(tmp_path / "key")})


def test_without_variables_secrets_are_made_once_and_kept_private(tmp_path):
    first = load({"DATA_DIR": str(tmp_path / "data")})
    second = load({"DATA_DIR": str(tmp_path / "data")})
    assert first.embedded
    assert (first.secret_key, first.identity_keys, first.index_key) == (
        second.secret_key,
        second.identity_keys,
        second.index_key,
    )
    assert len(first.secret_key) >= 50
    assert {
        (tmp_path / "data" / name).stat().st_mode & 0o777
        for name in ("secret_key", "identity_key", "nik_index_key")
    } == {0o600}


def test_defaults_suit_one_machine(tmp_path):
    env = load({"DATA_DIR": str(tmp_path)})
    assert (env.stage, env.role, env.media_root) == ("development", "web", tmp_path / "media")
    assert env.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert env.email["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert env.redis_url() is None


words = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=12)


@given(user=words, password=words, name=words, host=words)
def test_every_user_password_and_socket_folder_survives_the_address(user, password, name, host):
    from urllib.parse import quote

    user_, password_, name_, host_ = (quote(part, safe="") for part in (user, password, name, host))
    read = parse_database_url(f"postgresql://{user_}:{password_}@/{name_}?host={host_}")
    assert (read["USER"], read["PASSWORD"], read["NAME"], read["HOST"]) == (user, password, name, host)


def test_the_demo_folder_is_the_default():
    assert load({}).data_dir == Path(__file__).resolve().parents[2] / ".demo"
