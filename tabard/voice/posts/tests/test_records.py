"""What stands in the record, and how a request for it is answered."""

import csv
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.actions import verify_chain
from tabard.plant.audit.models import AuditEntry
from tabard.voice.posts import actions, questions
from tabard.voice.posts.models import Post, State
from tabard.voice.posts.records import NoSuchAuthor, author_called
from tabard.voice.posts.tests.makers import (
    ASKED,
    REWARD,
    approve,
    change,
    make_draft,
    make_held,
    make_post,
    make_retracted,
    make_sergeant,
    review_of,
)

pytestmark = pytest.mark.django_db
FORMULA = "=1+1 bikes were marked."


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def edit(post, by, text):
    actions.edit_post(post=post, by=by, text=text, content_notice="", language="en", now=NINE + timedelta(minutes=5))


def export(folder, *words):
    call_command("export_records", "--from", "2026-01-01", "--to", "2026-12-31", "--output", str(folder), *words)
    return json.loads((folder / "records.json").read_text())


def sheet(folder, name):
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_a_request_is_answered_with_versions_findings_approvals_retractions_and_hashes(team, alice, tmp_path):
    post = make_post(team, alice, "Found by the lock.")
    edit(post, alice, FORMULA)
    held = make_held(team, alice)
    approve(review_of(held), make_sergeant(team))
    make_retracted(team, alice)

    records = export(tmp_path / "out")

    assert [record["state"] for record in records] == ["published", "published", "retracted"]
    first, approved, retracted = records
    assert [version["text"] for version in first["versions"]] == ["Found by the lock.", FORMULA]
    assert first["versions"][0]["sha256"] == post.versions.get(number=1).computed_hash()
    assert approved["reviews"][0]["state"] == "approved"
    assert approved["reviews"][0]["decided_by__name"] == "Sally Sergeant"
    assert {finding["rule"] for finding in approved["versions"][0]["findings"]} == {"reward"}
    assert retracted["retraction_reason"]
    assert {entry["act"] for entry in first["audit"]} >= {"posts.published", "posts.edited"}
    rows = sheet(tmp_path / "out", "versions")
    assert [row["text"] for row in rows][:2] == ["Found by the lock.", f"'{FORMULA}"]
    assert sheet(tmp_path / "out", "findings")[0]["rule"] == "reward"
    assert len(sheet(tmp_path / "out", "reviews")) == 1


def test_the_manifest_vouches_for_each_file_and_for_the_chain(team, alice, tmp_path):
    make_post(team, alice)

    export(tmp_path / "out")

    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    for name, hashed in manifest["sha256"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == hashed
    assert manifest["rows"]["posts"] == 1
    end = verify_chain()
    assert (end.number, end.hash) == tuple(manifest["audit_chain"].values())
    told = AuditEntry.objects.get(act="posts.records_exported").detail
    assert told["sha256"] == manifest["sha256"]["records.json"]


def test_one_author_is_asked_about_alone(team, alice, tmp_path):
    make_post(team, alice, "Found by the lock.")
    make_post(team, make_officer("Bob Barker", team=team), "Bikes marked.")

    records = export(tmp_path / "out", "--author", alice.number)

    assert [record["officer__name"] for record in records] == ["Alice Archer"]


def test_two_authors_are_asked_about_at_once_and_the_chain_tells_it_of_each(team, alice, tmp_path):
    bob, cleo = make_officer("Bob Barker", team=team), make_officer("Cleo Cole", team=team)
    for officer in (alice, bob, cleo):
        make_post(team, officer)

    records = export(tmp_path / "out", "--author", alice.number, "--author", bob.number, "--author", f"id:{bob.pk}")

    assert [record["officer__name"] for record in records] == ["Alice Archer", "Bob Barker"]
    entries = AuditEntry.objects.filter(act="posts.records_exported").order_by("number")
    assert [entry.subject for entry in entries] == [f"teams.officer:{alice.pk}", f"teams.officer:{bob.pk}"]
    assert {tuple(entry.detail["authors"]) for entry in entries} == {(alice.pk, bob.pk)}
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["authors"] == ["PC Alice Archer", "PC Bob Barker"]
    assert manifest["audit_chain"]["last_hash"] == entries.last().hash


def test_of_two_authors_of_one_name_the_right_one_is_asked_for_by_id(team, alice, tmp_path):
    other = make_officer("Alice Archer", team=team)
    make_post(team, other)
    days = ["--from", NINE.date().isoformat(), "--to", NINE.date().isoformat()]

    with pytest.raises(CommandError) as told:
        call_command("export_records", *days, "--author", "alice archer", "--output", str(tmp_path / "out"))

    for officer in (alice, other):
        line = f"id:{officer.pk}  {officer.rank} Alice Archer, number {officer.number}, @{officer.handle_name}"
        assert line in str(told.value)
    assert not (tmp_path / "out").exists()
    assert len(export(tmp_path / "out", "--author", f"id:{other.pk}")) == 1


@pytest.mark.parametrize("who", ["id:0", "id:99999999999999999999", "id:x", "id:", "x" * 500])
def test_an_author_whom_nobody_is_called_is_told_so(who):
    with pytest.raises(NoSuchAuthor, match="No officer has"):
        author_called(who)


def test_an_author_s_part_in_the_posts_of_others_is_theirs_too(team, alice, tmp_path):
    bob = make_officer("Bob Barker", team=team)
    edit(make_post(team, alice, "Found by the lock."), bob, "Found by the bridge.")

    assert len(export(tmp_path / "out", "--author", bob.number)) == 1
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_what_never_went_out_is_told_with_its_words(team, alice, tmp_path):
    post = make_held(team, alice)

    record = export(tmp_path / "out")[0]

    assert (record["state"], record["text"]) == ("held", post.text)
    assert record["reviews"][0]["fingerprint"] == review_of(post).fingerprint


def test_another_time_has_nothing(team, alice, tmp_path):
    make_post(team, alice)

    call_command("export_records", "--from", "2025-01-01", "--to", "2025-12-31", "--output", str(tmp_path / "out"))

    assert json.loads((tmp_path / "out/records.json").read_text()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--to is before --from"),
        (["--from", "2026-01-01", "--to", "2026-01-01", "--author", "nobody"], "No officer has"),
        (["--from", "2026-01-01", "--to", "2026-01-01", "--author", ""], "No officer has"),
        (["--from", "soon", "--to", "2026-01-01"], "--from"),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(words, told, tmp_path):
    with pytest.raises(CommandError, match=told):
        call_command("export_records", *words, "--output", str(tmp_path / "out"))


def test_the_ends_of_the_calendar_mean_everything(team, alice, tmp_path):
    make_post(team, alice)

    call_command("export_records", "--from", "0001-01-01", "--to", "9999-12-31", "--output", str(tmp_path))

    assert len(json.loads((tmp_path / "records.json").read_text())) == 1


def test_a_draft_is_in_the_record_of_the_day_on_which_it_was_last_written(team, alice, tmp_path):
    draft, other = make_draft(team, alice), make_draft(team, alice, "Bikes marked.")
    Post.objects.update(created_at=NINE - timedelta(days=400))
    Post.objects.filter(pk=other.pk).update(saved_at=NINE - timedelta(days=400))
    change(draft, alice, "Opened.")

    assert [record["id"] for record in export(tmp_path)] == [draft.pk]


def test_a_file_is_no_folder_to_write_into(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="holds something already"):
        export(tmp_path / "file")


def test_files_that_are_there_are_not_written_over(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")

    with pytest.raises(CommandError, match="holds something already"):
        export(tmp_path)


def test_a_reason_that_the_public_reads_is_checked_as_a_post_is(team, alice):
    post = make_post(team, alice)

    with pytest.raises(actions.DraftRefused):
        actions.retract_post(post=post, by=alice, reason="John Smith, 34, was arrested for it.", now=NINE)

    post.refresh_from_db()
    assert post.state == State.PUBLISHED


@pytest.mark.parametrize("reason", [REWARD, ASKED])
def test_a_reason_that_would_be_held_or_asked_about_as_a_post_is_asked_about_once(team, reason):
    sergeant = make_sergeant(team)
    post = make_post(team, sergeant)

    for now in (NINE, NINE + timedelta(minutes=11)):
        with pytest.raises(actions.DraftAsks), questions.kept(sergeant.user, now):
            actions.retract_post(post=post, by=sergeant, reason=reason, now=now)
    actions.retract_post(post=post, by=sergeant, reason=reason, now=NINE + timedelta(minutes=12))

    assert post.state == State.RETRACTED
    assert AuditEntry.objects.get(act="posts.retracted").detail["meant_so"]
