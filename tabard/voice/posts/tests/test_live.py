"""Open pages are told of what was said."""

import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.plant.stream.hub import hub
from tabard.voice.posts import jobs
from tabard.voice.posts.changes import PostEdited, PostPublished, PostRetracted
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post


def heard_while(job, change, topics):
    """The messages that an open page with these topics hears while the job runs."""

    @async_to_sync
    async def listen():
        page = hub.join(frozenset(topics))
        try:
            await sync_to_async(job)(change)
            await sync_to_async(lambda: None)()  # messages are handed over on the loop
            return [json.loads(page.queue.get_nowait()) for _ in range(page.queue.qsize())]
        finally:
            hub.leave(page)

    return listen()


@pytest.mark.django_db
@pytest.mark.parametrize("voice", Voice)
@pytest.mark.parametrize("change", [PostPublished, PostRetracted, lambda post_id: PostEdited(post_id, version=2)])
def test_the_pages_of_the_post_its_team_and_its_place_hear_of_it(voice, change):
    team = make_team("Riverside")
    alice = make_officer(team=team)
    post = make_post(team, alice, speaks_as=voice)
    quarry = make_team("Quarry")
    place, elsewhere = (each.covers.get().neighbourhood_id for each in (team, quarry))
    topics = [f"post-{post.pk}", f"team-{team.pk}", f"place-{place}", f"officer-{alice.pk}"]

    heard = heard_while(jobs.show_live, change(post_id=post.pk), [*topics, f"team-{quarry.pk}", f"place-{elsewhere}"])

    expected = topics if voice == Voice.OFFICER else topics[:3]
    assert sorted(message["topic"] for message in heard) == sorted(expected)
    assert {(message["event"], message["data"]["post_id"]) for message in heard} == {("post", post.pk)}
