"""Assertions of the modules that tests share say what they compared, as those of the tests do."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.generated.driving", "tests.generated.viewers")
