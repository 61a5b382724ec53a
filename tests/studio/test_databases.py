"""The two databases: SQLite as it comes, PostgreSQL where an address is given."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import psycopg
import pytest
from django.db import connection, transaction

from studio.models import Workspace
from studio.settings import postgres_database
from tests.services import postgres_url
from tests.studio_server import ROOT, running_studio


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_url() as url:
        yield url


def run_python(code: str, **environment: str) -> str:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "studio.settings", **environment}
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    ran = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=True
    )
    return ran.stdout


def test_a_database_that_is_not_there_is_made_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.sqlite3"
    with running_studio(STUDIO_DATABASE=str(path)) as url:
        assert httpx.get(url, timeout=60).status_code == 200
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM studio_revision").fetchone() == (0,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.django_db(transaction=True)
def test_a_reader_in_another_thread_sees_what_is_done_and_does_not_wait_for_what_is_not() -> None:
    Workspace.objects.create(name="done")
    seen: list[str] = []

    def read() -> None:
        seen.extend(Workspace.objects.values_list("name", flat=True))
        connection.close()

    with transaction.atomic():
        Workspace.objects.create(name="not done")
        reader = Thread(target=read)
        reader.start()
        reader.join()
    assert seen == ["done"]


@pytest.mark.django_db(transaction=True)
def test_writers_that_read_first_take_turns_and_none_fails() -> None:
    workspace = Workspace.objects.create(name="0")
    failed: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    seen = Workspace.objects.get(pk=workspace.pk)
                    seen.name = str(int(seen.name) + 1)
                    seen.save()
        except Exception as error:  # noqa: BLE001 (a thread's exception would be lost)
            failed.append(error)
        finally:
            connection.close()

    writers = [Thread(target=count) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    workspace.refresh_from_db()
    assert workspace.name == "80"


def test_an_address_is_taken_apart_as_postgresql_itself_does() -> None:
    database = postgres_database("postgres://al%40ice:p%2Fw@db.example:6543/studio?sslmode=require")
    told = {name: database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert told == {
        "USER": "al@ice",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6543",
        "NAME": "studio",
    }
    assert database["OPTIONS"]["sslmode"] == "require"


def test_with_postgresql_nothing_is_kept_in_a_file_of_ours(postgres: str, tmp_path: Path) -> None:
    secret = tmp_path / "address"
    secret.write_text(postgres + "\n")
    with running_studio(STUDIO_DATABASE_URL_FILE=str(secret), STUDIO_DATABASE=str(tmp_path / "no")) as url:
        assert httpx.get(url, timeout=60).status_code == 200
    with psycopg.connect(postgres) as database:
        assert database.execute("SELECT count(*) FROM studio_revision").fetchone() == (0,)
    assert not (tmp_path / "no").exists()
