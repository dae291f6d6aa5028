"""What is erased is gone from the disk, too: nobody who takes the database's files away reads it there."""

from pathlib import Path

from tests import servers

POSTS = 120
# "Zqxgone" marks each word that is erased: three letters may stand in the letters of a key by chance
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.plant.changes.jobs import sweep
from tabard.voice.posts import actions
from tabard.voice.posts.tests.makers import make_held, make_sergeant, review_of
from tabard.voice.posts.wording import Poll, Words
team, now = make_team("Riverside"), timezone.now()
alice, sally = make_officer(team=team), make_sergeant(team)
def post(number, words, **more):
    text = f"The market opens {{number}} times. {{words}}"
    post = actions.save_draft(team=team, by=alice, words=Words(text=text, **more), now=now)
    actions.publish_post(post=post, by=alice, now=now)
    return post
for number in range({POSTS}):
    if number % 3:
        doomed = post(number, f"Zqxgoneword{{number}} #Zqxgonetag{{number}}", content_notice="Zqxgonenotice")
    if number % 30 == 1:
        edit = f"Zqxgoneedit{{number}}"
        actions.edit_post(post=doomed, by=alice, text=edit, content_notice="", language="en", now=now)
    if number % 30 == 2:
        actions.retract_post(post=doomed, by=alice, reason="Wrong day.", now=now)
    if not number % 3:
        kept = post(number, f"Kept{{number}}")
        actions.keep_post_for(post=kept, by=alice, retention="kept", now=now)
post(0, "Zqxgonepoll", poll=Poll(("Zqxgoneanswer", "Zqxgoneother"), 3600))
post(0, "Zqxgonepicture", pictures=(make_picture(alt="Zqxgonealt, on her steps"),))
held = make_held(team, alice, "£500 reward for Zqxgoneheld.")
actions.return_review(review=review_of(held), by=sally, reason="Zqxgonereason.", now=now)
for _ in range(20):
    sweep(timezone.now())
"""
ERASE = """
from datetime import timedelta
from django.utils import timezone
from tabard.wiring import BY_THE_CLOCK
from tabard.voice.posts.jobs import erase_expired
erase_expired(timezone.now() + timedelta(days=8 * 366))
for _ in range(20):
    for job in BY_THE_CLOCK:
        if "publish_due" not in str(job):
            job(timezone.now())
from tabard.voice.posts.models import Post
from tabard.front.web.models import SearchEntry
from tabard.plant.audit.actions import verify_chain
verify_chain()
assert Post.objects.exclude(erased_at=None).count() == 83
assert SearchEntry.objects.filter(body_words__contains="kept").count() == 40
import os
os._exit(0)  # as a server that goes on: whoever closes the database well empties its log, too
"""


def found_in(folder: Path, word: bytes) -> dict[str, int]:
    files = [file for file in folder.rglob("*") if file.is_file() and word in file.read_bytes().lower()]
    return {file.relative_to(folder).as_posix(): file.read_bytes().lower().count(word) for file in files}


def test_no_erased_word_is_left_in_the_files_of_sqlite(site_folder):
    env = servers.site_settings(site_folder)
    servers.tabard("shell", "--no-imports", "-c", MAKE, env=env)
    assert found_in(site_folder, b"zqxgone")

    servers.tabard("shell", "--no-imports", "-c", ERASE, env=env)

    assert found_in(site_folder, b"zqxgone") == {}
    assert found_in(site_folder, b"kept117")
