"""`manage.py serve`: the studio on Daphne, for this machine only; a taken port is one clear sentence."""

from __future__ import annotations

import errno
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agents_runtime.only_process import AnotherProcessError, be_the_only_process
from agents_runtime.process import this_process

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the studio on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="port to listen on (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        port = parse_port(options["port"])
        refuse_taken_port(port)
        try:
            be_the_only_process()
        except AnotherProcessError as error:
            raise CommandError(str(error)) from None
        make_tables()
        self.stdout.write(f"OSSA Studio: http://{HOST}:{port}  (Ctrl-C stops it)")
        self.stdout.flush()
        # Imported late: Twisted takes a second that a refusal should not wait for.
        from studio.asgi import application
        from studio.daphne_server import run_until_signal

        run_until_signal(application, HOST, port, begin=this_process)


def parse_port(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise CommandError(
            f'"{value}" is no port; expected a number from 1 to 65535, as in `make run PORT=8001`.'
        )
    return int(value)


def refuse_taken_port(port: int) -> None:
    """Tried with a socket of our own: Twisted would report a taken port as a traceback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                advice = (
                    f"Stop what uses it, or take another: make run PORT={port + 1 if port < 65535 else 8000}"
                )
                raise CommandError(f"Port {port} is taken. {advice}") from None
            raise CommandError(f"Port {port} cannot be used: {error.strerror}.") from None


def make_tables() -> None:
    """A database that is new, or of an older studio, is brought up to date; asking first costs less."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()
