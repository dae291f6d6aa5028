"""Lists of servers and actors that are kept out, to and from Mastodon."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tabard.gateways.activitypub.block_lists import Handle, ListUnreadable, Trouble, read_handles, read_hosts
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, follow, make_ours
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.models import Block, Following, HostBlock

MASTODON = """#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
evil.example,suspend,false,false,"Spam, and worse",true
noisy.example,silence,true,true,,false
"""


def run(command, *words, **options):
    out = StringIO()
    call_command(command, *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def listed(tmp_path):
    def write(text):
        file = tmp_path / "blocks.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(file)

    return write


@pytest.mark.django_db
def test_a_list_of_mastodons_is_taken_over_and_given_back_as_it_was(listed):
    told = run("import_blocks", listed(MASTODON))

    assert "2 servers blocked" in told
    assert HostBlock.objects.get(host="evil.example").public_comment == "Spam, and worse"
    assert run("export_blocks") == MASTODON


@pytest.mark.django_db
def test_a_second_time_nothing_changes(listed):
    run("import_blocks", listed(MASTODON))

    assert "0 servers blocked, 2 were blocked like that before" in run("import_blocks", listed(MASTODON))


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(listed):
    assert "2 servers blocked" in run("import_blocks", listed(MASTODON), dry_run=True)
    assert not HostBlock.objects.exists()


@pytest.mark.django_db
def test_lines_that_cannot_be_used_are_told_and_the_others_taken(listed):
    lines = [
        "#domain,#severity",
        "good.example,suspend",
        "ev**.example,suspend",
        "quiet.example,noop",
        "a b,suspend",
        "",
    ]
    told = run("import_blocks", listed("\n".join(lines)))

    assert "1 servers blocked, 0 were blocked like that before, 3 left out." in told
    assert [line.strip().partition(":")[0] for line in told.splitlines()[1:]] == ["line 3", "line 4", "line 5"]


@pytest.mark.django_db
def test_a_suspended_server_is_followed_no_more(far, listed):
    ours, ada = make_ours(), far.actor()
    follow(ours, ada)

    run("import_blocks", listed(f"{far.host}\n"))

    assert not Following.objects.exists()


@pytest.mark.django_db
def test_actors_are_blocked_for_a_team(far, listed):
    ours = make_ours()
    far.actor("ada")
    far.actor("eve")
    told = run("import_blocks", listed(f"ada@{far.host}\neve@{far.host}\nnobody@{far.host}\nx\n"), "--for", ours.name)

    assert "2 actors blocked, 0 were blocked like that before, 2 left out." in told
    assert {block.target.name for block in Block.objects.filter(actor=ours)} == {"ada", "eve"}
    assert run("export_blocks", "--for", ours.name) == f"ada@{far.host}\neve@{far.host}\n"


@pytest.mark.django_db
@pytest.mark.parametrize("text", [b"\xff\xfe", b"a" * 200_000], ids=["no text", "no CSV"])
def test_a_file_that_is_no_list_is_refused(listed, text):
    with pytest.raises(CommandError):
        run("import_blocks", listed(text))


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError):
        run("import_blocks", "missing.csv")


@pytest.mark.django_db
def test_nobody_blocks_for_nobody(listed):
    for words in (["import_blocks", listed("a@b.example"), "--for", "nobody"], ["export_blocks", "--for", "nobody"]):
        with pytest.raises(CommandError):
            run(*words)


@pytest.mark.django_db
def test_a_comment_is_no_formula_in_a_spreadsheet_and_comes_back_as_it_was(listed):
    HostBlock.objects.create(host="evil.example", public_comment="=HYPERLINK(1)", blocked_at=NOW)
    told = run("export_blocks")

    assert "'=HYPERLINK(1)" in told
    assert [rule.public_comment for rule in read_hosts(told) if isinstance(rule, HostRule)] == ["=HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("name", "host"),
    [("evil.example", "evil.example"), ("EVIL.Example.", "evil.example"), ("bücher.example", "xn--bcher-kva.example")],
)
def test_a_name_alone_suspends_its_server(name, host):
    assert list(read_hosts(name)) == [HostRule(host=host)]


def test_handles_come_with_and_without_a_line_of_names():
    assert list(read_handles("Account address,Show boosts\nada@far.example,true\n")) == [
        Handle(2, "ada", "far.example")
    ]
    assert list(read_handles("ada@far.example\n")) == [Handle(1, "ada", "far.example")]


@given(st.text(max_size=200))
def test_no_list_causes_anything_but_a_line_that_is_told(text):
    try:
        found = [*read_hosts(text), *read_handles(text)]
    except ListUnreadable:
        return
    assert all(isinstance(each, HostRule | Trouble | Handle) for each in found)
