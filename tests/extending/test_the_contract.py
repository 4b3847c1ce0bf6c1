"""Feature X3: what docs/extending.md promises, held against a package that was written by it."""

import logging
import os
import re
import subprocess
import sys
import types
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from articles import kinds
from comments.models import Comment, Policy, ReactionKind
from newsportal import checks, environment, extensions
from newsportal.core import versions, webhooks
from newsportal.core.models import Webhook
from tests import factories as f

SAMPLE = "tests.extending.sample"
THEME = Path(__file__).parent / "sample" / "theme"
CONTRACT = (settings.BASE_DIR / "docs" / "extending.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", CONTRACT, re.DOTALL)


@pytest.fixture
def extended(settings):
    """The portal as `EXTENSIONS` and `THEME` make it."""
    added = extensions.read([SAMPLE])
    templates, static, style = extensions.theme_folders(THEME)
    engine = settings.TEMPLATES[0]
    assert added.problems == []
    with override_settings(
        INSTALLED_APPS=[*settings.INSTALLED_APPS, *added.apps],
        STORY_KINDS=(*settings.STORY_KINDS, *added.story_kinds),
        COMMENT_CHECKS=(*settings.COMMENT_CHECKS, *added.comment_checks),
        EVENT_LISTENERS=extensions.with_listeners(settings.EVENT_LISTENERS, added.event_listeners),
        TEMPLATES=[{**engine, "DIRS": [*templates, *engine["DIRS"]]}],
        STATICFILES_DIRS=[*static, *settings.STATICFILES_DIRS],
        THEME_STYLE=style,
    ):
        yield


def all_tasks_run():
    """The worker, until nothing is left to do."""
    from django_tasks_db.models import DBTaskResult

    for result in DBTaskResult.objects.filter(status="READY"):
        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])


@pytest.mark.django_db
def test_a_package_adds_a_kind_a_check_a_reaction_a_listener_and_a_look(
    extended, client, caplog, settings
):
    f.site()
    f.policy(Policy.OPEN)
    with caplog.at_level(logging.WARNING):
        story = f.published(headline="Bread of the island", kind="recipe")
        all_tasks_run()

    # The kind: shown, with its own page, and no news where fronts show news.
    page = client.get(story.get_absolute_url()).content.decode()
    assert '<p class="recipe-note">Serves four.</p>' in page
    assert '<span class="kind kind-recipe">Recipe</span>' in page
    assert ("recipe", "Recipe") in [(code, str(label)) for code, label in kinds.choices()]
    assert kinds.not_news() == ["opinion", "sponsored", "recipe"]
    # The look: a block of the theme, and its sheet after ours.
    assert '<p class="house-note">Printed on the island.</p>' in page
    assert page.index("css/portal.css") < page.index("theme/theme.css")
    # The listener: called by the worker with an identifier.
    assert "On the front page of the printed edition: Bread of the island" in caplog.text
    # The check: holds, and leaves its signal beside those of the portal.
    held = f.held(story, text="Why? Why? Why? Why? Why? Why?")
    assert held.status == Comment.Status.HELD
    assert held.signals.get(check_name="questions").words == "hold: many_questions"
    # The kind of reaction: a row, offered below the story.
    import_module(f"{SAMPLE}.migrations.0001_a_kind_of_reaction").add(apps, None)
    versions.forget_copies()  # as a start does, which comes after migrating
    assert ReactionKind.objects.get(label="Delicious").is_active
    assert "Delicious" in client.get(story.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_stories_of_a_kind_that_went_are_shown_as_reports(client):
    f.site()
    story = f.published(kind="recipe")

    answer = client.get(story.get_absolute_url())

    assert answer.status_code == 200
    assert '<span class="kind kind-recipe">recipe</span>' in answer.content.decode()
    assert '"@type": "NewsArticle"' in answer.content.decode().replace('":"', '": "')


def test_the_environment_switches_it_on_and_the_portal_starts():
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, "EXTENSIONS": SAMPLE, "THEME": str(THEME)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_what_is_wrong_keeps_it_from_starting_and_says_why(tmp_path, monkeypatch):
    public = {"SITE_URL": "https://a.example", "SECRET_KEY": "abcdefghij0123456789" * 3}
    wrong = environment.read(public | {"EXTENSIONS": "news room", "THEME": "no/where"}, tmp_path)
    assert ["EXTENSIONS" in wrong.problems[0], "THEME" in wrong.problems[1]] == [True, True]
    assert environment.read(public, tmp_path).theme is None

    (missing,) = extensions.read(["no_such_newsroom"]).problems
    assert "no_such_newsroom" in missing
    bare = types.ModuleType("bare_newsroom")
    lists = types.ModuleType("bare_newsroom.extension")
    lists.EVENT_LISTENERS = {"story.live": {"soon": ["bare_newsroom.x"]}}
    monkeypatch.setitem(sys.modules, "bare_newsroom", bare)
    monkeypatch.setitem(sys.modules, "bare_newsroom.extension", lists)
    (moment,) = extensions.read(["bare_newsroom"]).problems
    assert "“soon”" in moment


def test_kinds_need_codes_of_their_own(settings, monkeypatch):
    assert checks.kinds_of_stories_are_sound(None) == []
    double = types.ModuleType("double_kinds")
    double.Again = type("Again", (kinds.StoryKind,), {"code": "report"})
    double.Loud = type("Loud", (kinds.StoryKind,), {"code": "LOUD!"})
    monkeypatch.setitem(sys.modules, "double_kinds", double)
    settings.STORY_KINDS = (*settings.STORY_KINDS, "double_kinds.Again", "double_kinds.Loud", "x.Y")

    said = [one.msg for one in checks.kinds_of_stories_are_sound(None)]

    assert ["“report”" in said[0], "“LOUD!”" in said[1], "x.Y" in said[2]] == [True, True, True]


@pytest.mark.django_db
def test_the_receiver_in_the_docs_knows_our_signature():
    example = types.ModuleType("receiver")
    exec(EXAMPLES[-1], example.__dict__)  # noqa: S102 -- our docs
    hook = Webhook.objects.create(url="https://hooks.example/take", kinds=["story_live"])
    now, body = timezone.now(), b'{"kind": "test"}'
    headers = {
        "webhook-id": "one",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": webhooks.signature(hook, "one", now, body),
    }
    secret = webhooks.secret_of(hook)

    assert example.is_ours(secret, headers, body, now.timestamp())
    assert not example.is_ours(secret, headers, body + b" ", now.timestamp())
    assert not example.is_ours(secret, headers, body, now.timestamp() + 301)


def test_the_contract_names_what_is_there():
    base = (settings.BASE_DIR / "templates" / "base.html").read_text()
    story = (settings.BASE_DIR / "templates" / "articles" / "story.html").read_text()
    sheet = (settings.BASE_DIR / "static" / "css" / "portal.css").read_text()
    rows = dict(
        re.findall(r"^\| `(base.html|articles/story.html)` \| (.*) \|$", CONTRACT, re.MULTILINE)
    )
    for name, template in (("base.html", base), ("articles/story.html", story)):
        for block in re.findall(r"`(\w+)`", rows[name]):
            assert f"{{% block {block} %}}" in template, block
    for token in set(re.findall(r"`(--[\w-]+)`", CONTRACT)):
        assert f"{token}:" in sheet, token
    for attribute in re.findall(r"^\| `(\w+)` \| .* \| .* \|$", CONTRACT, re.MULTILINE):
        assert hasattr(kinds.StoryKind, attribute), attribute
    # The examples are the sample package's own.
    for name in ("extension", "kinds"):
        module = (Path(__file__).parent / "sample" / f"{name}.py").read_text()
        example = next(one for one in EXAMPLES if one.startswith(f"# newsroom/{name}.py"))
        last = example.strip().splitlines()[-1].replace("newsroom.", f"{SAMPLE}.")
        assert last in module, name
