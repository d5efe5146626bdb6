"""Ray, on this machine or a cluster: one task a call, which Ray gives to another process where one dies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tadmor.errors import SettingError
from tadmor.scale.engines import ATTEMPTS, Results, given_up

T = TypeVar("T")
R = TypeVar("R")


def run(tasks: Sequence[T], work: Callable[[T], R], address: str | None, n_process: int) -> Results[T, R]:
    """(task, result) as tasks end: on the cluster at ray://HOST:PORT, or for None on ``n_process`` cores here."""
    ray = _ray()
    _connect(ray, address, n_process)
    try:
        remote = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(work)
        waiting = {remote.remote(task): task for task in tasks}
        while waiting:
            ended, _ = ray.wait(list(waiting), num_returns=1)
            task = waiting.pop(ended[0])
            yield task, _outcome(ray, ended[0], task)
    finally:
        ray.shutdown()


def _outcome(ray: Any, reference: Any, task: object) -> Any:
    """What the work gave, or what is said of a task of which processes died; what the work raised is raised."""
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as fault:
        raise fault.cause from fault  # the work's own exception
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError, ray.exceptions.NodeDiedError):
        return given_up(task)


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise SettingError(
            "this engine needs Ray, which is not installed", remedy="pip install 'tadmor[ray]'"
        ) from None
    return ray


def _connect(ray: Any, address: str | None, n_process: int) -> None:
    try:
        if address is None:
            ray.init(address="local", num_cpus=n_process, include_dashboard=False, log_to_driver=False)
        else:
            ray.init(address=address, log_to_driver=False)
    except (ConnectionError, ValueError, RuntimeError) as fault:
        remedy = "start one with 'ray start --head', or look at the address"
        raise SettingError(f"no Ray answers: {fault}", where=address or "ray", remedy=remedy) from fault
