"""A real mail server for tests: it keeps what it takes, can be away, hang, hang up, and die on its answer.

A mailbox keeps a message once by its Message-ID, as mail servers' duplicate suppression does: `unique` is
what the people see, `received` what came over the wire.
"""

import email
import socketserver
import threading
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from typing import Any


@dataclass(frozen=True)
class Letter:
    to: str
    message: Message

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """Every part that is text, a calendar entry too."""
        parts: Any = [part for part in self.message.walk() if part.get_content_maintype() == "text"]
        return "\n".join(part.get_content() for part in parts)


class Session(socketserver.StreamRequestHandler):
    """One SMTP conversation, as much of RFC 5321 as smtplib speaks."""

    server: "Mailbox"
    recipient = ""

    def handle(self) -> None:
        if self.server.fault == "silent":
            self.rfile.readline()  # until the other side has had enough
            return
        self.say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb.upper(), rest)

    def answer(self, verb: str, rest: str) -> None:
        if verb == "RCPT":
            self.recipient = rest.partition("<")[2].partition(">")[0]
            self.say("451 away" if self.server.away or self.server.fault == "refuses" else "250 ok")
        elif verb == "DATA":
            self.say("354 go on")
            self.server.take(self.recipient, self.body())
            if self.server.fault == "cut":
                raise ConnectionAbortedError
            if self.server.fault == "mute":
                self.rfile.readline()
                return
            self.say("250 taken")
        else:
            self.say("250 ok")

    def body(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line[1:] if line.startswith(b"..") else line for line in lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """Use as a context; `url` is what EMAIL_URL takes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received: list[Letter] = []
        self.away = False
        self.fault = (
            ""  # silent: says nothing; refuses; cut: hangs up on a letter taken; mute: does not answer
        )
        self.hold_at: int | None = None  # the number of the letter whose answer is kept back
        self.go_on = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def unique(self) -> dict[str, Letter]:
        """What the mailboxes keep, by Message-ID."""
        return {letter.message_id: letter for letter in reversed(self.received)}

    def clear(self) -> None:
        """As new, for the next test; who still waits for an answer gets it."""
        self.go_on.set()
        self.received, self.fault, self.away = [], "", False
        self.hold_at, self.go_on = None, threading.Event()

    def take(self, to: str, body: bytes) -> None:
        self.received.append(Letter(to, email.message_from_bytes(body, policy=default)))
        if len(self.received) == self.hold_at:
            self.go_on.wait(30)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side was killed: what the tests are about."""

    def __enter__(self) -> "Mailbox":
        self.thread.start()
        return self

    def __exit__(self, *_exc: Any) -> None:
        self.go_on.set()
        self.shutdown()
        self.server_close()
