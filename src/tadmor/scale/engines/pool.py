"""Processes of this machine, each with one task in hand, so that it is known of which task a process died."""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, TypeVar

from tadmor.scale.engines import ATTEMPTS, Results, given_up

T = TypeVar("T")
R = TypeVar("R")
_SPAWN = get_context("spawn")  # a forked child would inherit the threads' locks of onnxruntime, and hang


def run(tasks: Sequence[T], work: Callable[[T], R], n_process: int) -> Results[T, R]:
    """(task, result) as tasks end; at most ``n_process`` at once, each process loading what the work needs once."""
    todo = deque((task, 1) for task in tasks)
    hands: list[_Hand] = []
    try:
        while todo or hands:
            while todo and len(hands) < n_process:
                hands.append(_Hand(work))
                hands[-1].give(*todo.popleft())
            for hand in _ready(hands):
                task, result = hand.task, hand.result()
                if not isinstance(result, _Died):
                    yield task, result
                elif hand.attempt < ATTEMPTS:
                    todo.appendleft((task, hand.attempt + 1))
                else:
                    yield task, given_up(task)
                if isinstance(result, _Died) or not todo:
                    hand.close()
                    hands.remove(hand)
                else:
                    hand.give(*todo.popleft())
    finally:
        for hand in hands:
            hand.close()


class _Died:
    """The result of a process that ended without one."""


class _Hand:
    """A process, and the task that it has in hand."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.ours, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()  # or its end would not be seen when the process dies
        self.task: Any = None
        self.attempt = 0

    def give(self, task: object, attempt: int) -> None:
        self.task, self.attempt = task, attempt
        try:
            self.ours.send(task)
        except OSError:  # it is dead already, which its result will tell
            return

    def result(self) -> Any:
        """What the work gave, or _Died; what it raised is raised."""
        try:
            kind, told = self.ours.recv()
        except (EOFError, OSError):
            return _Died()
        if kind == "raised":
            raise told
        return told

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.ours.close()


def _ready(hands: Sequence[_Hand]) -> list[_Hand]:
    """The hands that have a result, or have died; waits until there is one."""
    there = wait([hand.ours for hand in hands])
    return [hand for hand in hands if hand.ours in there]


def _serve(theirs: Connection, work: Callable[[Any], Any]) -> None:
    """Do task after task until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches children too: the parent ends them
    Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            task = theirs.recv()
        except EOFError:
            return
        theirs.send(_done(work, task))


def _done(work: Callable[[Any], Any], task: Any) -> tuple[str, Any]:
    try:
        return "done", work(task)
    except Exception as fault:
        fault.add_note("".join(traceback.format_exception(fault)))  # tracebacks do not travel
        return "raised", fault


def _end_with_parent() -> None:
    """Leave as soon as the parent is gone, even in the midst of a task: nobody waits for its result."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
