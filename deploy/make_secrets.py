"""Make the secrets docker-compose.yml mounts: `python3 deploy/make_secrets.py [EMAIL_URL]`, once.

Needs nothing but Python. A file that exists is left alone, so running it again loses nothing: losing
`identity_keys` means losing every identity it encrypted. Keep a copy of it apart from the backups.
The files are readable to the containers' users; the folder itself admits only its owner.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"
DATABASE_ROLES = ("web", "worker", "owner", "backup")


def main(email_url: str = "smtp+tls://user:PASSWORD@mail.example.go.id:587") -> None:
    """Write what is missing, and say so."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    admin = secret("postgres_password", word())
    secret("database_admin_url", f"postgresql://postgres:{admin}@db:5432/postgres")
    for role in DATABASE_ROLES:
        name = "database_url" if role == "web" else f"database_{role}_url"
        secret(name, f"postgresql://gugus_{role}:{word()}@db:5432/gugus")
    valkey = word()
    secret("valkey.conf", f"requirepass {valkey}\nsave ''\nappendonly no\ndir /tmp\n")
    secret("redis_url", f"redis://:{valkey}@valkey:6379/0")
    secret("secret_key", secrets.token_urlsafe(64))
    secret("identity_keys", f"k1:{base64.b64encode(os.urandom(32)).decode()}")
    secret("nik_index_key", base64.b64encode(os.urandom(32)).decode())
    secret("email_url", email_url)
    secret("monitor_token", word())


def word() -> str:
    return secrets.token_urlsafe(32)


def secret(name: str, value: str) -> str:
    """Keep what is there, else write `value`; returns what the file holds."""
    path = FOLDER / name
    if path.exists():
        return path.read_text().strip()
    path.write_text(value + "\n")
    path.chmod(0o444)
    print(f"made {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    return value


if __name__ == "__main__":
    main(*sys.argv[1:])
