"""The digital lead keeps servers out."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tabard.front.desk.tests.makers import seat
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import NINE, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.models import HostBlock, Report
from tabard.voice.network.tests.makers import make_far_actor

pytestmark = pytest.mark.django_db
SERVERS = "/desk/servers/"
MENU = re.compile(r'<nav aria-label="Main">.*?</nav>', re.DOTALL)
LIST = b"""#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
bad.example,suspend,false,false,Spam,false
worse.example,silence,true,false,,false
odd*.example,suspend,false,false,,false
"""


@pytest.fixture
def lead():
    return seat(None, "Lee Lead", role=Role.LEAD)[1]


def listed(content=LIST):
    return {"file": SimpleUploadedFile("domain_blocks.csv", content, "text/csv")}


@pytest.mark.parametrize("typed", ["far.example", " FAR.example ", "https://far.example/about", "@nadia@far.example"])
def test_a_server_is_kept_out_however_it_is_typed_and_let_in_again(lead, typed):
    lead.post(SERVERS, {"host": typed, "severity": "suspend", "comment": "Spam"})

    block = HostBlock.objects.get()
    assert (block.host, block.severity, block.public_comment) == ("far.example", "suspend", "Spam")
    assert "far.example" in lead.get(SERVERS).content.decode()

    lead.post(f"{SERVERS}{block.pk}/remove/")

    assert not HostBlock.objects.exists()
    acts = AuditEntry.objects.filter(act__startswith="network.host").order_by("number").values_list("actor_name", "act")
    assert list(acts) == [("Lee Lead", "network.host_blocked"), ("Lee Lead", "network.host_unblocked")]


@pytest.mark.parametrize("typed", ["", "no server", "far..example", "*.example"])
def test_what_is_no_server_is_refused_with_a_sentence(lead, typed):
    answer = lead.post(SERVERS, {"host": typed, "severity": "suspend"})

    assert "as far.example." in answer.content.decode()
    assert not HostBlock.objects.exists()


def test_a_list_is_taken_over_and_what_has_a_fault_is_told_with_its_line(lead):
    answer = lead.post(f"{SERVERS}import/", listed(), follow=True).content.decode()

    assert "2 servers were taken over." in answer
    assert "Line 4 was left out" in answer
    assert sorted(HostBlock.objects.values_list("host", "severity")) == [
        ("bad.example", "suspend"),
        ("worse.example", "silence"),
    ]


def test_the_list_leaves_as_it_came(lead):
    lead.post(f"{SERVERS}import/", listed())

    answer = lead.get(f"{SERVERS}export/")

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.decode() == LIST.decode().partition("odd*")[0]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a\x00b", b"x" * 1_000_001])
def test_a_file_that_is_no_list_changes_nothing(lead, content):
    answer = lead.post(f"{SERVERS}import/", listed(content))

    assert answer.status_code == 200
    assert "Error" in answer.content.decode() or "govuk-error-message" in answer.content.decode()
    assert not HostBlock.objects.exists()


def test_a_list_too_long_for_a_page_is_sent_to_the_command(lead):
    content = "\n".join(f"s{number}.example" for number in range(1001)).encode()

    answer = lead.post(f"{SERVERS}import/", listed(content)).content.decode()

    assert "tabard import-blocks" in answer
    assert not HostBlock.objects.exists()


@pytest.mark.parametrize("page", ["/desk/people/", "/desk/audit/", "/desk/reports/", "/desk/"])
def test_the_menu_of_every_lead_says_how_many_reports_wait(lead, page):
    assert "tag--alarm" not in MENU.search(lead.get(page, follow=True).content.decode())[0]
    for number in range(3):
        uri = f"https://far.example/reports/{number}"
        keeping_out.make_report(reporter=None, about=make_far_actor(), notes=[], words="Spam", now=NINE, uri=uri)
    Report.objects.filter(uri__endswith="/0").update(settled_at=NINE)

    menu = MENU.search(lead.get(page, follow=True).content.decode())[0]

    assert 'href="/desk/servers/"' in menu
    assert re.search(r'href="/desk/reports/">Reports\s+<span class="tag tag--alarm">2</span>', menu)


def test_an_officer_finds_no_reports_in_the_menu():
    browser = seat(make_team("Riverside"))[1]

    assert "/desk/reports/" not in browser.get("/desk/").content.decode()
