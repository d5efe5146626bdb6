"""A Dask cluster: tasks go to its scheduler, which gives those of a worker that died to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from logging import getLogger
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from tadmor.errors import SettingError, TadmorError
from tadmor.scale.engines import Results, given_up

T = TypeVar("T")
R = TypeVar("R")
_SECONDS = 30  # until a scheduler that does not answer is given up
_ATTEMPTS = 2
_ALONE = Lock()


def run(tasks: Sequence[T], work: Callable[[T], R], address: str) -> Results[T, R]:
    """(task, result) as tasks end, on the workers of the scheduler at tcp://HOST:PORT.

    How many workers may die of one task is the scheduler's setting ``distributed.scheduler.allowed-failures``: 3. It
    also blames tasks that waited at such a worker, so each task that it gives up is given once more.
    """
    distributed = _distributed()
    with _client(distributed, address) as client:
        if not client.scheduler_info(n_workers=0).get("n_workers"):
            getLogger(__name__).warning("the scheduler at %s has no workers yet; waiting for them", address)
        run_id = uuid4().hex  # a key that the scheduler knows from an earlier run would give that run's result

        def submit(number: int, attempt: int) -> Any:
            key = f"tadmor-{run_id}-{number}-{attempt}"
            return client.submit(_alone, work, tasks[number], key=key, pure=False)

        waiting = {submit(number, 1): (number, 1) for number in range(len(tasks))}
        ended = distributed.as_completed(list(waiting), loop=client.loop, raise_errors=False)
        for future in ended:
            number, attempt = waiting.pop(future)
            outcome = _outcome(distributed, future)
            if not isinstance(outcome, _Lost):
                yield tasks[number], outcome
            elif client.status != "running":
                remedy = "start it; the same command goes on from there"
                raise TadmorError("the scheduler is gone", where=address, remedy=remedy)
            elif attempt == _ATTEMPTS:
                yield tasks[number], given_up(tasks[number])
            else:
                again = submit(number, attempt + 1)
                waiting[again] = number, attempt + 1
                ended.add(again)


class _Lost:
    """The outcome of a task that was given up, or whose result is lost with the worker that held it."""


def _outcome(distributed: Any, future: Any) -> Any:
    """What the work gave, or _Lost; what the work raised is raised."""
    try:
        return future.result()
    except (distributed.KilledWorker, distributed.CancelledError):
        return _Lost()


def _alone(work: Callable[[T], R], task: T) -> R:
    """One task at a time in each process, whatever number of threads the worker has: one task fills one core."""
    with _ALONE:
        return work(task)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise SettingError(
            "this engine needs Dask, which is not installed", remedy="pip install 'tadmor[dask]'"
        ) from None
    return distributed


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        remedy = "start one with 'dask scheduler', or look at the address"
        raise SettingError(f"no Dask scheduler answers: {fault}", where=address, remedy=remedy) from fault
