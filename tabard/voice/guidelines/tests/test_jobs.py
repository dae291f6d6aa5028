"""What happens by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.people.accounts.tests.makers import make_user
from tabard.voice.guidelines import actions, jobs
from tabard.voice.guidelines.models import QuestionAsked

pytestmark = pytest.mark.django_db


def test_a_question_is_forgotten_once_nothing_answers_it_any_more():
    now, user = timezone.now(), make_user()
    actions.ask_author(user=user, fingerprint="a" * 64, now=now - timedelta(minutes=10))
    actions.ask_author(user=user, fingerprint="b" * 64, now=now - timedelta(minutes=9, seconds=59))

    jobs.forget_questions(now)

    assert list(QuestionAsked.objects.values_list("fingerprint", flat=True)) == ["b" * 64]


def test_a_question_that_was_asked_again_counts_from_then():
    now, user = timezone.now(), make_user()
    for minutes in (15, 5):
        actions.ask_author(user=user, fingerprint="a" * 64, now=now - timedelta(minutes=minutes))

    jobs.forget_questions(now)

    assert QuestionAsked.objects.exists()
