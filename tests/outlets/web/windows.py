"""The views in Debian's Chromium: where they are, windows on them, and readers who are signed in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from mapped import MapWindow

from tadmor.outlets.http.users import Users

PASSWORD = "nine lives and one more"
# Each view by its name, with {…} for the ids of the small record.
VIEWS = {
    "map": "/?day=2016-03-27", "map with an event": "/?day=2016-03-27&sel={capture 2016}", "events": "/events",
    "event": "/event/{casualties 2016}", "report": "/report/{Coast Herald}",
    "report in Arabic": "/report/{صحيفة الساحل}", "hostile report": "/report/hostile0report",
    "place": "/place/geonames:163808?day=2016-03-27", "actor": "/actor/islamic-state", "source": "/source/Coast Herald",
    "search": "/search?q=Palmyra", "learnt": "/learnt?known=2016-03-27", "coverage": "/coverage", "log": "/log",
    "review": "/review", "error": "/event/nope",
}  # fmt: skip


class Window(MapWindow):
    """A page of one reader; ``ids`` are those of the small record."""

    def __init__(self, page: Any, home: str, ids: dict[str, str]) -> None:
        super().__init__(page, home)
        self.ids = ids
        page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))

    def go(self, path: str) -> Any:
        """The page at a path; a map's page once its first view stands."""
        path = path.format(**self.ids)
        if path.startswith("/?") or path == "/":
            return self.map(path)
        self.page.goto(self.home + path, wait_until="load")
        return self.page

    def quiet(self) -> bool:
        """Whether no error was told and no other host asked; says what was."""
        assert (self.said, self.asked) == ([], [])
        return True


def copied(built: tuple[Path, dict[str, str]], folder: Path) -> Path:
    """A copy of the small record in a folder."""
    path = folder / "palmyra.db"
    shutil.copy(built[0], path)
    shutil.copytree(f"{built[0]}.raw", f"{path}.raw", dirs_exist_ok=True)
    return path


def users_file(folder: Path, *names: str) -> str:
    """A file of reviewers who all have one password."""
    users = Users.made(folder / "users.json")
    for name in names:
        users.put(name, "reviewer", PASSWORD)
    return str(folder / "users.json")


def signed_in(browser: Any, home: str, name: str) -> Any:
    """A browser of its own in which somebody signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto(f"{home}/sign-in?next=/review")
    page.fill('input[name="name"]', name)
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".reviewing")
    page.close()
    return context
