"""Settings: nonsense is refused with a sentence, and the documentation lists every variable."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "studio" / "settings.py").read_text(encoding="utf-8")
VARIABLES = set(re.findall(r'"(STUDIO_[A-Z_]+)"', SETTINGS))


def load_settings(**environment: str) -> subprocess.CompletedProcess[str]:
    values = "s.ALLOWED_HOSTS, s.DEBUG, len(s.SECRET_KEY), s.SECURE_SSL_REDIRECT"
    show = f"from django.conf import settings as s; print({values})"
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "studio.settings", **environment}
    command = [sys.executable, "-c", show]
    return subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=False
    )


def test_without_any_variable_only_this_machine_is_served() -> None:
    assert load_settings().stdout.split() == [
        "['127.0.0.1',",
        "'localhost',",
        "'[::1]']",
        "False",
        "67",
        "False",
    ]


def test_the_key_of_this_machine_is_readable_by_nobody_else() -> None:
    load_settings()
    assert (ROOT / ".cache" / "secret_key").stat().st_mode & 0o077 == 0


def test_on_a_server_keys_and_hosts_are_needed_and_https_is_enforced(tmp_path: Path) -> None:
    assert "STUDIO_SECRET_KEY is needed" in load_settings(STUDIO_LOCAL="0").stderr
    assert (
        "STUDIO_HOSTS names the hosts" in load_settings(STUDIO_LOCAL="0", STUDIO_SECRET_KEY="k" * 50).stderr
    )
    key = tmp_path / "key"
    key.write_text("k" * 50 + "\n")
    served = load_settings(
        STUDIO_LOCAL="0", STUDIO_SECRET_KEY_FILE=str(key), STUDIO_HOSTS="a.example, b.example"
    )
    assert served.stdout.split() == ["['a.example',", "'b.example']", "False", "50", "True"]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("STUDIO_LOCAL", "maybe", "expected 1 or 0"),
        ("STUDIO_WORKERS", "two", "expected a whole number"),
        ("STUDIO_WORKERS", "0", "smallest allowed is 1"),
        ("STUDIO_LOG_LEVEL", "loud", "expected one of"),
        ("STUDIO_DATABASE_URL", "mysql://root:hidden@localhost/studio", "expected postgres://"),
        ("STUDIO_DATABASE_URL", "postgres://root:hidden@localhost/", "expected postgres://"),
        ("STUDIO_DATABASE_URL", "postgres://root:hidden@localhost:x/studio", "expected postgres://"),
        ("STUDIO_SECRET_KEY_FILE", "/no/such/file", "cannot be read"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_variable(variable: str, value: str, words: str) -> None:
    refused = load_settings(**{variable: value})
    assert refused.returncode != 0
    assert variable in refused.stderr.splitlines()[-1]
    assert words in refused.stderr.splitlines()[-1]
    assert "hidden" not in refused.stderr


def test_every_variable_is_documented_and_in_the_example() -> None:
    documented = set(
        re.findall(r"^\| `(STUDIO_[A-Z_]+)` ", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )
    example = set(re.findall(r"^# (STUDIO_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert documented == VARIABLES
    assert example == VARIABLES | {
        "STUDIO_SECRET_KEY_FILE",
        "STUDIO_DATABASE_URL_FILE",
        "STUDIO_REDIS_URL_FILE",
        "STUDIO_METRICS_TOKEN_FILE",
    }
