"""What the portal learns from its environment: read once, typed, and refused loudly when wrong.

Every value may also come from a file: `SECRET_KEY_FILE=/run/secrets/secret_key` reads the secret that Docker
or systemd puts there. Nothing else in the code reads `os.environ`.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

STAGES = ("development", "demo", "test", "production")
ROLES = ("web", "worker", "owner", "backup")
LOG_FORMATS = ("plain", "json")
MONITOR_TOKEN_LENGTH = 32
# One role of PostgreSQL per task; the variable that names its address.
DATABASE_VARIABLES = {
    "web": "DATABASE_URL",
    "worker": "DATABASE_WORKER_URL",
    "owner": "DATABASE_OWNER_URL",
    "backup": "DATABASE_BACKUP_URL",
}
ADMIN_EXAMPLE = "postgresql://postgres:PASSWORD@db:5432/postgres"
ROOT = Path(__file__).resolve().parent.parent


class EnvError(RuntimeError):
    """A variable is missing or malformed; the text says which, what is wrong and what would be right."""


@dataclass(frozen=True)
class Env:
    """The environment of one process. `load()` makes it; secrets are kept out of its repr."""

    stage: str
    role: str
    data_dir: Path
    media_root: Path
    site_url: str
    allowed_hosts: tuple[str, ...]
    secret_key: str = field(repr=False)
    # (key id, 32 bytes); the first encrypts, all decrypt.
    identity_keys: tuple[tuple[str, bytes], ...] = field(repr=False)
    # 32 bytes for the blind index of NIK; it is never rotated.
    index_key: bytes = field(repr=False)
    database_urls: Mapping[str, str] = field(repr=False)
    admin_url_given: str | None = field(repr=False)
    redis_url_given: str | None = field(repr=False)
    email: Mapping[str, Any] = field(repr=False)
    log_format: str
    # Web processes count together in this folder (gugus.operations.measures); None: each for itself.
    metrics_dir: Path | None
    # What a monitoring server shows to read /siap/ and /metrik/; empty: only the machine itself may.
    monitor_token: str = field(repr=False)
    # Public keys of age: whoever holds a secret half opens the backups, this machine cannot.
    backup_recipients: tuple[str, ...]
    backup_dir: Path
    # How many days, weeks and months keep their newest archive.
    backup_keep: tuple[int, int, int]

    @property
    def production(self) -> bool:
        return self.stage == "production"

    @property
    def demo(self) -> bool:
        return self.stage == "demo"

    @property
    def embedded(self) -> bool:
        """No database is named, so the one in `data_dir` is used. Never true in production."""
        return not self.database_urls

    def database_url(self, role: str) -> str:
        """The address for one of the roles web, worker, owner, backup; starts the embedded server if needed.

        Raises EnvError when other roles have an address and this one has none: falling back to another
        role's rights would hide a mistake.
        """
        if self.embedded:
            from gugus.demo.servers import ensure_postgres

            return ensure_postgres(self.data_dir)[role]
        try:
            return self.database_urls[role]
        except KeyError:
            raise EnvError(_missing(DATABASE_VARIABLES[role], _database_example(role))) from None

    def admin_url(self) -> str:
        """The database administrator's address: provisioning, restore and rehearsal only. Raises EnvError."""
        if self.embedded:
            from gugus.demo.servers import ensure_postgres

            return ensure_postgres(self.data_dir)["admin"]
        if self.admin_url_given:
            return self.admin_url_given
        raise EnvError(_missing("DATABASE_ADMIN_URL", ADMIN_EXAMPLE))

    def database(self, role: str | None = None) -> dict[str, Any]:
        """An entry of Django's DATABASES for `role`, by default the role of this process (GUGUS_ROLE)."""
        return parse_database_url(self.database_url(role or self.role), DATABASE_VARIABLES[role or self.role])

    def redis_url(self) -> str | None:
        """Redis or Valkey; without REDIS_URL the embedded one of `data_dir`, None while that does not run."""
        if self.redis_url_given:
            return self.redis_url_given
        from gugus.demo.servers import valkey_url

        return valkey_url(self.data_dir)


def load(environ: Mapping[str, str] = os.environ) -> Env:
    """Read and check everything. Raises EnvError naming the variable, the fault and an example."""
    read = Reader(environ)
    stage = read.choice("DJANGO_ENV", STAGES, "development")
    data_dir = Path(read("DATA_DIR") or ROOT / ".demo").expanduser().absolute()
    production = stage == "production"
    return Env(
        stage=stage,
        role=read.choice("GUGUS_ROLE", ROLES, "web"),
        data_dir=data_dir,
        media_root=Path(read("MEDIA_ROOT") or data_dir / "media").expanduser().absolute(),
        site_url=_site_url(read, production),
        allowed_hosts=_allowed_hosts(read, production),
        secret_key=_secret_key(read, production, data_dir),
        identity_keys=_identity_keys(read, production, data_dir),
        index_key=_index_key(read, production, data_dir),
        database_urls=_database_urls(read, production),
        admin_url_given=read("DATABASE_ADMIN_URL") or None,
        redis_url_given=_redis_url(read, production),
        email=_email(read, production, data_dir),
        log_format=read.choice("LOG_FORMAT", LOG_FORMATS, "json" if production else "plain"),
        metrics_dir=Path(folder) if (folder := read("PROMETHEUS_MULTIPROC_DIR")) else None,
        monitor_token=_monitor_token(read),
        backup_recipients=tuple(read("BACKUP_RECIPIENTS").replace(",", " ").split()),
        backup_dir=Path(read("BACKUP_DIR") or data_dir / "backups").expanduser().absolute(),
        backup_keep=_backup_keep(read),
    )


class Reader:
    """Gives a variable's value, from the variable itself or from the file that `NAME_FILE` points at."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def __call__(self, name: str) -> str:
        value, path = (
            self.environ.get(name, "").strip(),
            self.environ.get(f"{name}_FILE", "").strip(),
        )
        if value and path:
            raise EnvError(f"Both {name} and {name}_FILE are set. Keep one of them.")
        if not path:
            return value
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EnvError(f"{name}_FILE={path} cannot be read: {error.strerror}.") from None

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self(name) or default
        if value not in allowed:
            raise EnvError(f"{name}={value!r} is unknown. Use one of: {', '.join(allowed)}.")
        return value

    def required(self, name: str, example: str) -> str:
        value = self(name)
        if not value:
            raise EnvError(_missing(name, example))
        return value


def _missing(name: str, example: str) -> str:
    return f"{name} is not set. Set it, or {name}_FILE with a path to read it from. Example: {name}={example}"


def _database_example(role: str) -> str:
    return f"postgresql://gugus_{role}:PASSWORD@db:5432/gugus"


def _site_url(read: Reader, production: bool) -> str:
    url = read.required("SITE_URL", "https://gt-tppo.example.go.id") if production else read("SITE_URL")
    url = (url or "http://localhost:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise EnvError(
            f"SITE_URL={url!r} is not an address without a path. Example: https://gt-tppo.example.go.id"
        )
    if production and parts.scheme != "https":
        raise EnvError(f"SITE_URL={url!r} must start with https:// in production.")
    return url


def _allowed_hosts(read: Reader, production: bool) -> tuple[str, ...]:
    given = read.required("ALLOWED_HOSTS", "gt-tppo.example.go.id") if production else read("ALLOWED_HOSTS")
    hosts = tuple(host.strip() for host in given.split(",") if host.strip())
    if production and "*" in hosts:
        raise EnvError("ALLOWED_HOSTS=* lets anyone forge the portal's address. List the host names instead.")
    return hosts or ("localhost", "127.0.0.1", "[::1]")


def _secret_key(read: Reader, production: bool, data_dir: Path) -> str:
    if not production:
        return read("SECRET_KEY") or kept_secret(data_dir, "secret_key")
    hint = "$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')"
    key = read.required("SECRET_KEY", hint)
    if len(key) < 50:
        raise EnvError(
            f"SECRET_KEY has {len(key)} characters; at least 50 are needed. Example: SECRET_KEY={hint}"
        )
    return key


def _identity_keys(read: Reader, production: bool, data_dir: Path) -> tuple[tuple[str, bytes], ...]:
    example = "2026:$(openssl rand -base64 32)"
    given = read.required("IDENTITY_KEYS", example) if production else read("IDENTITY_KEYS")
    pairs = given or f"demo:{kept_secret(data_dir, 'identity_key', _new_key())}"
    keys = tuple(_identity_key(pair.strip(), example) for pair in pairs.split(",") if pair.strip())
    if len({name for name, _ in keys}) != len(keys):
        raise EnvError("IDENTITY_KEYS names the same key id twice; each id stands for one key.")
    return keys


def _identity_key(pair: str, example: str) -> tuple[str, bytes]:
    name, _, encoded = pair.partition(":")
    key = _decoded(encoded)
    if not (name.isalnum() and name.isascii() and len(name) < 32) or len(key) != 32:
        raise EnvError(
            f"IDENTITY_KEYS: the entry {name!r} is not id:key with 32 bytes in base64; commas separate "
            f"several, the one that encrypts first. Example: IDENTITY_KEYS={example}"
        )
    return name, key


def _index_key(read: Reader, production: bool, data_dir: Path) -> bytes:
    example = "$(openssl rand -base64 32)"
    given = read.required("NIK_INDEX_KEY", example) if production else read("NIK_INDEX_KEY")
    key = _decoded(given or kept_secret(data_dir, "nik_index_key", _new_key()))
    if len(key) != 32:
        raise EnvError(f"NIK_INDEX_KEY is not 32 bytes in base64. Example: NIK_INDEX_KEY={example}")
    return key


def _monitor_token(read: Reader) -> str:
    token = read("MONITOR_TOKEN")
    if token and len(token) < MONITOR_TOKEN_LENGTH:
        raise EnvError(
            f"MONITOR_TOKEN has {len(token)} characters; at least {MONITOR_TOKEN_LENGTH} are needed. "
            "Example: MONITOR_TOKEN=$(openssl rand -base64 32)"
        )
    return token


def _new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # of which binascii.Error is one; characters beyond ASCII are another
        return b""


def _database_urls(read: Reader, production: bool) -> dict[str, str]:
    urls = {role: url for role, name in DATABASE_VARIABLES.items() if (url := read(name))}
    if production and not urls:
        raise EnvError(
            "No database is named, and the embedded PostgreSQL is for trying out only. "
            + _missing("DATABASE_URL", _database_example("web"))
        )
    for role, url in urls.items():
        parse_database_url(url, DATABASE_VARIABLES[role])
    return urls


def _redis_url(read: Reader, production: bool) -> str | None:
    url = read("REDIS_URL")
    if production and not url:
        raise EnvError(
            "No Redis is named, and the embedded Valkey is for trying out only. "
            + _missing("REDIS_URL", "redis://:PASSWORD@redis:6379/0")
        )
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise EnvError("REDIS_URL must start with redis://, rediss:// or unix://.")
    return url or None


def _backup_keep(read: Reader) -> tuple[int, int, int]:
    given = read("BACKUP_KEEP") or "7,4,12"
    numbers = [int(part) for part in given.split(",") if part.strip().isdecimal()]
    if len(numbers) != 3 or given.count(",") != 2:
        raise EnvError(
            f"BACKUP_KEEP={given!r} does not say how many days, weeks and months keep an archive. "
            "Example: BACKUP_KEEP=7,4,12"
        )
    return numbers[0], numbers[1], numbers[2]


def parse_database_url(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    A Unix socket's directory goes into `?host=/run/postgresql`; other options (sslmode, connect_timeout …)
    reach libpq as they are. Raises EnvError without showing the password.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    try:
        port = parts.port
    except ValueError:
        raise EnvError(f"{name}: the port is not a number between 0 and 65535.") from None
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2 or not parts.username:
        raise EnvError(
            f"{name} must name user, server and database. Example: {name}={_database_example('web')} "
            f"or {name}=postgresql://gugus_web@/gugus?host=/run/postgresql"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _email(read: Reader, production: bool, data_dir: Path) -> dict[str, Any]:
    """Django's EMAIL_* settings from EMAIL_URL; without it, mails become files under `data_dir`."""
    example = "smtp+tls://user:PASSWORD@mail.example.go.id:587"
    url = read.required("EMAIL_URL", example) if production else read("EMAIL_URL")
    sender = read("EMAIL_FROM") or "Portal Gugus Tugas TPPO <portal@example.id>"
    if production:
        sender = read.required("EMAIL_FROM", "Portal GT TPPO <portal@example.go.id>")
    return {
        **_email_backend(url or f"file://{data_dir / 'mail'}", example),
        "DEFAULT_FROM_EMAIL": sender,
    }


def _email_backend(url: str, example: str) -> dict[str, Any]:
    parts = urlsplit(url)
    backends = {
        "smtp": "smtp",
        "smtp+tls": "smtp",
        "smtps": "smtp",
        "file": "filebased",
        "console": "console",
    }
    kind = {**backends, "memory": "locmem"}.get(parts.scheme)
    if kind is None:
        raise EnvError(
            f"EMAIL_URL must start with smtp+tls://, smtps://, smtp:// or file://. Example: {example}"
        )
    settings: dict[str, Any] = {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    if kind == "filebased":
        settings["EMAIL_FILE_PATH"] = unquote(parts.path)
    if kind == "smtp":
        default_port = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]
        settings |= {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or default_port,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": float(dict(parse_qsl(parts.query)).get("timeout", 20)),
        }
    return settings


def kept_secret(data_dir: Path, name: str, value: str | None = None) -> str:
    """A secret of the embedded world: made once, kept in `data_dir`, readable by its owner only."""
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value or secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first: its secret is the one that counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
