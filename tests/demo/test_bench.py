"""The benchmark measures every kind it promises; what it finds is no test's business (rule 20)."""

from __future__ import annotations

import pytest

from comments.models import Comment, Discussion, Policy, SiteDiscussion
from newsportal.demo import benching, bursts
from newsportal.demo.load import loading
from tests import factories as f


@pytest.mark.django_db
def test_every_kind_of_page_and_posting_is_measured_beside_the_constant_view(settings, tmp_path):
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "base_url": "/media/"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": place, "originals": place}
    f.site()
    f.policy(Policy.HOLD_ALL)
    loading.load(30, 60)

    measured = list(benching.run(rounds=1))

    assert measured[0].name == "constant view"
    assert measured[0].queries <= 1  # the versions of what a process keeps
    assert len(measured) > 15
    assert SiteDiscussion.objects.get().policy == Policy.HOLD_ALL
    assert all(one.queries for one in measured[1:])


@pytest.mark.trial
@pytest.mark.django_db(transaction=True)
def test_many_readers_post_to_one_story_at_once_through_web_processes():
    f.site()
    f.policy(Policy.HOLD_ALL)
    loading.load(1, 0)

    burst = benching.burst(bursts.CLIENTS)

    posted = bursts.CLIENTS * bursts.POSTS_EACH
    assert burst.refused == 0
    assert burst.posts > 0
    assert burst.inserts > 0
    assert Comment.objects.public().count() == posted
    assert Discussion.objects.get(public_count__gt=0).public_count == posted
