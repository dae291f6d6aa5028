"""What nobody can mean by an address gets an answer, whichever page it is meant for and whichever database is there."""

import pytest
from django.test import Client

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in

pytestmark = pytest.mark.django_db
WITH_NUL = [
    "/badge/%00/",
    "/badge/%00/qr.svg",
    "/api/forces/%00",
    "/api/%00/neighbourhoods",
    "/api/x/%00",
    "/api/locate-neighbourhood?q=%00",
    "/follow/?actor=%00",
    "/search/?q=%00",
    "/places/%00/",
    "/@%00/",
    "/static/%00",
    "/pictures/%00/400.webp",
    "/desk/people/?q=%00",
    "/desk/places/?q=%00",
    "/desk/audit/?about=%00",
]


@pytest.mark.parametrize("address", WITH_NUL)
def test_an_address_with_nul_in_it_is_not_found(address):
    lead = sign_in(Client(raise_request_exception=False), make_user("Lee Lead", role=Role.LEAD))

    answer = lead.get(address)

    assert answer.status_code == 404
    if not address.startswith("/static/"):
        assert "999" in answer.content.decode(), "the page has the emergency number"


def test_percent_signs_that_only_look_like_nul_are_let_in():
    assert Client().get("/search/?q=%2500").status_code == 200
