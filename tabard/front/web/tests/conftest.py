import pytest

from tabard.front.web.tests.makers import NINE, Town, make_town


@pytest.fixture
def town(time_machine) -> Town:
    time_machine.move_to(NINE, tick=False)
    return make_town()
