"""What an import shows before it writes, and what it writes."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest_exchange import Edit, put, row, state  # type: ignore[import-not-found]
