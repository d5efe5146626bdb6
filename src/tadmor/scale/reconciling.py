"""Claims compared on an engine: groups of blocks go out, the pairs that may be one happening come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from platform import node

from tadmor import __version__
from tadmor.errors import SettingError, TadmorError
from tadmor.pipeline.grouping import Compare, Group, Pair, alike
from tadmor.pipeline.rules import rules_digest
from tadmor.scale.engines import Engine


@dataclass(frozen=True, slots=True)
class Task:
    """A group to be compared by the Tadmor of ``made``: its version, and the digest of its rules."""

    group: Group
    made: tuple[str, str]

    def __str__(self) -> str:
        return str(self.group)


def compare_group(task: Task) -> list[Pair]:
    """The pairs of a group. Raises SettingError where this machine has another Tadmor than the one that asks."""
    if _made() != task.made:
        here, there = (" with rules ".join(made) for made in (_made(), task.made))
        message = f"Tadmor is {here} here, and {there} where the run was started"
        raise SettingError(message, where=node(), remedy="install the same version everywhere")
    return alike(task.group)


def _made() -> tuple[str, str]:
    return __version__, rules_digest()


def compared_on(engine: Engine) -> Compare:
    """Has groups compared on an engine. A group whose process dies is given to another.

    Raises TadmorError where one process after the other dies of a group.
    """

    def compare(groups: Sequence[Group]) -> Iterator[Sequence[Pair]]:
        made = _made()
        with closing(engine([Task(group, made) for group in groups], compare_group)) as results:
            for task, found in results:
                if isinstance(found, TadmorError):
                    remedy = "most often memory ran out: use fewer processes, or a larger machine; nothing was written"
                    message = "one process after the other died while it compared these claims"
                    raise TadmorError(message, where=str(task), remedy=remedy)
                yield found

    return compare
