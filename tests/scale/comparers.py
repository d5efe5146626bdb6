"""Comparing for engines in processes that die of group 2; the folder of the mark is in the environment."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tadmor.pipeline.grouping import Pair
from tadmor.scale.reconciling import Task, compare_group

MARKS = "TADMOR_TEST_MARKS"


def die_once(task: Task) -> list[Pair]:
    """The pairs; the process that has group 2 is killed the first time."""
    mark = Path(os.environ[MARKS], "died")
    if task.group.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return compare_group(task)


def die_always(task: Task) -> list[Pair]:
    if task.group.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return compare_group(task)
