"""What locust writes down of each request, and when it has had enough."""

import json
import time
from pathlib import Path
from typing import Any

import gevent
from locust import events

from gugus.demo.load.pages import CONTENT


@events.init_command_line_parser.add_listener
def options(parser: Any) -> None:
    parser.add_argument("--people", help="accounts by role, as JSON")
    parser.add_argument("--rows", help="file for a line on each request")
    parser.add_argument("--requests", type=int, help="how many, sign-in included")


@events.init.add_listener
def begin(environment: Any, **_more: Any) -> None:
    if environment.parsed_options.rows:
        Recorder(environment)


class Recorder:
    """One line of JSON for each request, and for each journey that broke off; ends the run after the last."""

    def __init__(self, environment: Any) -> None:
        self.environment, self.seen = environment, 0
        self.file = Path(environment.parsed_options.rows).open("w")  # noqa: SIM115 - for the whole run
        environment.events.request.add_listener(self.note)
        environment.events.user_error.add_listener(self.broken)
        environment.events.quitting.add_listener(lambda **_more: self.file.close())

    def note(
        self, name: str, response_time: float, exception: Any, context: Any, start_time: float, **_more: Any
    ) -> None:
        row = {"page": name, "ms": response_time, "at": start_time, "fault": str(exception or "")}
        self.write(row | dict(context))

    def broken(self, user_instance: Any, exception: Any, **_more: Any) -> None:
        """A page without what the journey needs of it."""
        about = getattr(user_instance, "user", user_instance).about
        fault = f"{CONTENT}: {exception or type(exception).__name__}"
        self.write({"page": about["journey"], "ms": 0, "at": time.time(), "fault": fault} | about)

    def write(self, row: dict[str, Any]) -> None:
        self.file.write(json.dumps(row) + "\n")
        self.seen += 1
        if self.seen == self.environment.parsed_options.requests:
            gevent.spawn(self.environment.runner.quit)
