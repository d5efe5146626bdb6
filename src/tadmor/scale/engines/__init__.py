"""What tasks run on: processes of this machine, a Dask cluster, or Ray. Each engine is one function ``run``.

``run`` gives (task, result) in the order in which tasks end. A task whose process died is given to another; one that
several died of gives a TadmorError as its result. What the work itself raises ends the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Protocol, TypeVar

from tadmor.errors import SettingError, TadmorError

T = TypeVar("T")
R = TypeVar("R")
Results = Generator[tuple[T, R | TadmorError], None, None]
_FORMS = "dask://HOST:PORT, ray, ray://HOST:PORT"
_PORTS = {"dask": 8786, "ray": 10001}  # where a scheduler of Dask, and Ray's server for clients, listen if not told
_ADDRESS = re.compile(r"(dask|ray)://(\[[0-9a-f:.]+\]|[\w.-]+)(?::(.*))?", re.I)
ATTEMPTS = 3  # processes that may die of one task before it is given up


class Engine(Protocol):
    """Runs the work on each task; work and tasks travel to other processes, so the work is a module's function."""

    def __call__(self, tasks: Sequence[T], work: Callable[[T], R]) -> Results[T, R]: ...


def engine_of(address: str | None = None, n_process: int = 1) -> Engine:
    """The engine of an address: "dask://HOST:PORT", "ray" (on this machine), "ray://HOST:PORT"; None is processes here.

    >>> engine_of("spark://host:7077")
    Traceback (most recent call last):
    ...
    tadmor.errors.SettingError: 'spark://host:7077' is no engine (one of: dask://HOST:PORT, ray, ray://HOST:PORT)
    """
    if n_process < 1:
        raise SettingError(f"n_process is {n_process}", remedy="give a number of processes, 1 or more")
    if address is None:
        from tadmor.scale.engines import pool

        return partial(pool.run, n_process=n_process)
    if address == "ray":
        from tadmor.scale.engines import ray

        return partial(ray.run, address=None, n_process=n_process)
    scheme, place = _place(address)
    if scheme == "dask":
        from tadmor.scale.engines import dask

        return partial(dask.run, address=f"tcp://{place}")
    from tadmor.scale.engines import ray

    return partial(ray.run, address=f"ray://{place}", n_process=n_process)


def _place(address: str) -> tuple[str, str]:
    """("dask" or "ray", "HOST:PORT") of an address. Raises SettingError, where Dask would wait for a minute."""
    if not (told := _ADDRESS.fullmatch(address)):
        raise SettingError(f"{address!r} is no engine", remedy=f"one of: {_FORMS}")
    scheme, host, port = told[1].lower(), told[2], told[3]
    usual = f"most often it is {scheme}://{host}:{_PORTS[scheme]}"
    if not port:
        raise SettingError(f"{address!r} names no port", remedy=usual)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise SettingError(f"{port!r} is no port", where=address, remedy=usual)
    return scheme, f"{host}:{port}"


def given_up(task: object) -> TadmorError:
    """What is said of a task of which process after process died."""
    remedy = "most often memory ran out: use fewer processes, or a larger machine; the same command goes on from there"
    return TadmorError("one process after the other died while it read this", where=str(task), remedy=remedy)
