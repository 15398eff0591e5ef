#!/usr/bin/env python
"""Django's command line. `migrate` alone runs as the owner of the tables; all else as the web role."""

import os
import sys

OWNER_COMMANDS = {"migrate"}


def main() -> None:
    """Choose settings and database role, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gugus.settings")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ["GUGUS_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
