"""The table of settings."""

import pytest

from tadmor.errors import SettingError
from tadmor.settings import Settings


def test_each_setting_has_help():
    assert all(name and help for name, _, help in Settings.table())


@pytest.mark.parametrize("wrong", [{"max_chars": 0}, {"languages": "en"}])
def test_wrong_values_are_faults(wrong):
    with pytest.raises(SettingError):
        Settings(**wrong)
