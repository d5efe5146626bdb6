"""Work for engines: functions of a module, as other processes can import them. A task is (number, folder)."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tadmor.errors import ModelError, SourceError, TadmorError

Task = tuple[int, str]


def square(task: Task) -> int:
    return task[0] ** 2


def which_process(task: Task) -> int:
    return os.getpid()


def die_once(task: Task) -> int:
    """The square; the process of task 2 is killed the first time."""
    mark = Path(task[1], "died")
    if task[0] == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task[0] ** 2


def die_always(task: Task) -> int:
    if task[0] == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return task[0] ** 2


def find_fault(task: Task) -> int | TadmorError:
    return SourceError("not read", where="2", remedy="mend it") if task[0] == 2 else task[0] ** 2


def lack_model(task: Task) -> int:
    if task[0] == 2:
        raise ModelError("model file missing", remedy="install tadmor again")
    return task[0] ** 2


def stay(task: Task) -> None:
    """Say which process this is, and work on for a minute."""
    Path(task[1], f"{os.getpid()}.pid").touch()
    signal.alarm(60)
    signal.pause()
