"""Work in processes of their own, which give way to whoever answers requests."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

_MOST = 4  # processes: each reads the database, too
_WAIT = 0.2  # seconds after which it is asked whether to stop
T = TypeVar("T")


def shares(things: Sequence[T]) -> list[list[T]]:
    """The things in as many lists as there may be processes."""
    many = min(_MOST, os.cpu_count() or 1)
    return [list(things[at::many]) for at in range(many)]


def results(work: Callable[..., Iterator[Any]], given: Sequence[tuple[Any, ...]], stopped: Callable[[], bool]) -> Any:
    """What ``work`` of a module gives for each of the arguments given, a process each, as it comes; in no order.

    It ends early where ``stopped`` says so. Raises RuntimeError where a process dies.
    """
    context = get_context("spawn")  # a forked child would inherit the locks of other threads
    processes, pipes = [], list[Connection]()
    try:
        for one in given:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(
                target=_run, args=(work, one, theirs), name=f"tadmor-{work.__name__}", daemon=True
            )
            process.start()
            theirs.close()  # so that the pipe ends with the process
            processes.append(process)
            pipes.append(ours)
        yield from _received(pipes, stopped)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _received(pipes: list[Connection], stopped: Callable[[], bool]) -> Iterator[Any]:
    left = list(pipes)
    while left and not stopped():
        for pipe in wait(left, timeout=_WAIT):
            assert isinstance(pipe, Connection)
            try:
                ended, found = pipe.recv()
            except EOFError:
                raise RuntimeError("a process that fills the memory died: most often memory ran out") from None
            if ended:
                left.remove(pipe)
            else:
                yield found


def _run(work: Callable[..., Iterator[Any]], given: tuple[Any, ...], pipe: Connection) -> None:
    """Sends what the work gives; it ends with nobody there to take it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches children too: they leave it to the parent
    if hasattr(os, "nice"):
        os.nice(10)
    with suppress(BrokenPipeError):
        for found in work(*given):
            pipe.send((False, found))
        pipe.send((True, None))
