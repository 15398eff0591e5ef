"""`python -m gugus.demo.load DATA_DIR`, after load_demo: the people of a load run, made as the web's role."""

import sys
from pathlib import Path

import django


def main(data: Path) -> None:
    django.setup()
    from gugus.demo.load.people import gather

    gather(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
