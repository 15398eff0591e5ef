"""Health checks of docker-compose.yml: `python -m gugus.core.health web|worker|beat|ready`, 0 is healthy."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from gugus import env

WEB_ADDRESS, READY_ADDRESS = (f"http://127.0.0.1:8000/{page}/" for page in ("sehat", "siap"))
BEAT_FILE_PREFIX = "/tmp/beat"
# beat writes its schedule down every three minutes; twice missed is too much
BEAT_SILENCE_SECONDS = 420


def web() -> bool:
    """The page /sehat/ answers 200 to this host's own name."""
    return _ask(WEB_ADDRESS)[0] == 200


def ready() -> bool:
    """The page /siap/ answers 200; which part works and which does not is printed for an administrator."""
    status, told = _ask(READY_ADDRESS)
    print(told)
    return status == 200


def _ask(address: str) -> tuple[int, str]:
    host = env.Reader(os.environ)("ALLOWED_HOSTS").partition(",")[0] or "localhost"
    request = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=4) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def worker() -> bool:
    """The worker of this container answers a ping through the broker."""
    from gugus.celery import app

    name = f"celery@{socket.gethostname()}"
    return bool(app.control.inspect(destination=[name], timeout=10).ping())


def beat(now: float | None = None, prefix: str = BEAT_FILE_PREFIX) -> bool:
    """The scheduler wrote its state down lately."""
    files = [path.stat().st_mtime for path in Path(prefix).parent.glob(Path(prefix).name + "*")]
    return bool(files) and (now or time.time()) - max(files) < BEAT_SILENCE_SECONDS


CHECKS = {"web": web, "worker": worker, "beat": beat, "ready": ready}


def main(arguments: list[str]) -> int:
    """0 when the named process is healthy, else 1 and the reason."""
    try:
        healthy = CHECKS[arguments[0]]()
    except (OSError, KeyError, IndexError) as error:
        print(f"unhealthy: {error}", file=sys.stderr)
        return 1
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
