"""The file of users: names, roles and argon2 hashes of passwords, readable by its owner only."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from tadmor.errors import SettingError
from tadmor.outlets.http.visitors import ROLES, Role

_NAME = re.compile(r"[\w.@ -]{1,60}")
_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    name: str
    role: Role
    hash: str

    @property
    def stamp(self) -> str:
        """What changes with the password and the role; sessions that bear another one end."""
        return sha256(f"{self.role}\n{self.hash}".encode()).hexdigest()[:16]


class Users:
    """The users of a file, read anew when it changes. Raises SettingError where it is none, or argon2 is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._users: dict[str, User] = {}
        self.secret = ""
        self._hasher = _hasher()
        self._nobody = self._hasher.hash(token_hex(8))
        self._read()

    @classmethod
    def made(cls, path: Path) -> Users:
        """The users of a file, which is made where there is none."""
        if not path.exists():
            _write(path, {"secret": token_hex(32), "users": {}})
        return cls(path)

    def all(self) -> list[User]:
        """All users by name."""
        self._read()
        return sorted(self._users.values(), key=lambda user: user.name)

    def named(self, name: str) -> User | None:
        """The user of a name."""
        self._read()
        return self._users.get(name)

    def signed(self, name: str, password: str) -> User | None:
        """The user whose name and password these are; as slow for a name that is none."""
        user = self.named(name)
        right = self._is(user.hash if user else self._nobody, password)
        return user if user and right else None

    def _is(self, hash: str, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return bool(self._hasher.verify(hash, password))
        except (VerificationError, InvalidHashError):
            return False

    def put(self, name: str, role: str, password: str) -> User:
        """Add a user, or give one a new password and role. Raises SettingError."""
        if not _NAME.fullmatch(name) or name != name.strip():
            raise SettingError(f"{name!r} is no name of a user", remedy="use letters, digits, spaces, . _ @ and -")
        if role not in ROLES:
            raise SettingError(f"{role!r} is no role", remedy=f"one of: {', '.join(ROLES)}")
        if not _SHORTEST <= len(password) <= 1000:
            raise SettingError("the password is too short", remedy=f"give {_SHORTEST} characters or more")
        user = User(name, role, self._hasher.hash(password))
        self._read()
        self._save({**self._users, name: user})
        return user

    def remove(self, name: str) -> None:
        """Take a user out; their sessions end."""
        self._read()
        if name not in self._users:
            raise SettingError(f"there is no user {name!r}", where=str(self.path), remedy=f"one of: {self._names()}")
        self._save({other: user for other, user in self._users.items() if other != name})

    def _names(self) -> str:
        return ", ".join(sorted(self._users)) or "nobody yet"

    def _save(self, users: dict[str, User]) -> None:
        rows = {user.name: {"role": user.role, "hash": user.hash} for user in users.values()}
        _write(self.path, {"secret": self.secret, "users": rows})
        self._read()

    def _read(self) -> None:
        """Reads the file where it is not the one that was read last."""
        try:
            stat = self.path.stat()
            if self._seen == (stat.st_mtime_ns, stat.st_ino):
                return
            held = json.loads(self.path.read_text(encoding="utf-8"))
            self.secret = str(held["secret"])
            self._users = {name: _user(name, row) for name, row in held["users"].items()}
        except OSError as fault:
            remedy = "make it: tadmor users FILE add NAME --role admin"
            raise SettingError(f"it cannot be read ({fault.strerror})", where=str(self.path), remedy=remedy) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            remedy = "make it anew: tadmor users FILE add NAME"
            raise SettingError("it is no file of users", where=str(self.path), remedy=remedy) from None
        self._seen = (stat.st_mtime_ns, stat.st_ino)


def _user(name: str, row: dict[str, Any]) -> User:
    if row["role"] not in ROLES:
        raise ValueError(row["role"])
    return User(name, row["role"], str(row["hash"]))


def _write(path: Path, held: dict[str, Any]) -> None:
    """Writes the file whole, or not at all, for its owner's eyes only."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(held, file, indent=1, ensure_ascii=False)
        os.replace(part, path)
    except OSError as fault:
        raise SettingError(f"it cannot be written ({fault.strerror})", where=str(path)) from None
    finally:
        part.unlink(missing_ok=True)


def _hasher() -> Any:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise SettingError("argon2-cffi is not installed", remedy='pip install "tadmor[web]"') from None
    return PasswordHasher()
