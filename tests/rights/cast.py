"""Who walks the newsroom, and the world they walk in: one of everything, and planted secrets."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import arranging, assigning, banners, corrections, desk, live, previewing, publishing
from articles.models import MenuItem, Section, Series, Story
from articles.working_copy import content_of
from comments import appealing
from comments.models import (
    Discussion,
    DryRun,
    ErasureReceipt,
    RuleText,
    SectionDiscussion,
    TagDiscussion,
    WatchList,
    WordList,
)
from newsportal import roles
from newsportal.core import redirects
from newsportal.core.models import Address, NotFound, Notice, User, Webhook
from newsportal.people import giving, inviting
from tests import factories as f
from tests.core.picture_samples import sample

CONTRIBUTOR, EDITOR, MODERATOR = roles.CONTRIBUTOR, roles.EDITOR, roles.MODERATOR
LEAD, ADMINISTRATOR = roles.LEAD_MODERATOR, roles.ADMINISTRATOR
#: The same roles, limited to the section Sport; all secrets stand in World.
SPORT_EDITOR, SPORT_MODERATOR = "Editor of Sport", "Moderator of Sport"
READER, STRANGER = "reader", "stranger"

STAFF = (
    *(CONTRIBUTOR, SPORT_EDITOR, EDITOR),
    *(SPORT_MODERATOR, MODERATOR, LEAD, ADMINISTRATOR),
)
EVERYBODY = (*STAFF, READER, STRANGER)

#: Stands in every word that only those who may open the planted stories may read.
SECRET = "Qzsecret"
#: What is searched for: it finds the secrets, and an answer that repeats it says nothing.
ALMOST = SECRET[:-1]
MAY_KNOW = (EDITOR, ADMINISTRATOR)


@dataclasses.dataclass
class World:
    """One row of every kind by name, for addresses (`pk`) and forms; `own` is the walker's."""

    rows: dict[str, Any]
    walker: User | None

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]

    def pk(self, name: str) -> Any:
        row = self.rows[name]
        return getattr(row, "pk", row)


def walker_of(name: str) -> User | None:
    """An account for one of `EVERYBODY`; None for the stranger."""
    if name == STRANGER:
        return None
    person = f.UserFactory(display_name=f"The {name}")
    role, _of, where = name.partition(" of ")
    if role in roles.ROLES:
        roles.give(person, role)
    if where:
        giving.limit(person, [Section.objects.get(slug=where.lower())])
    return User.objects.get(pk=person.pk)


def client_of(person: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def world(name: str) -> World:
    """Everything that an address of the newsroom may be about, and the walker's own."""
    f.site()
    f.policy("hold_all")
    rows: dict[str, Any] = {}
    rows["world"], rows["sport"] = f.section("world"), f.section("sport")
    rows["empty"] = f.section("empty")
    walker = walker_of(name)
    edith, rana = f.UserFactory(display_name="Edith"), f.UserFactory(display_name="Rana")
    roles.give(edith, EDITOR)
    EmailAddress.objects.create(user=rana, email=rana.email, primary=True, verified=True)
    rows |= {"edith": edith, "rana": rana, "group": Group.objects.get(name=EDITOR)}
    rows |= _documents(rows, edith, walker)
    rows |= _shelf(rows, walker)
    rows |= _discussion(rows, rana)
    rows |= _house(rows, edith, walker)
    rows |= _newsletters(rows)
    return World(rows, walker)


def _documents(rows: dict[str, Any], edith: User, walker: User | None) -> dict[str, Any]:
    """Stories and pages in the states that matter; every secret of stories is planted here."""
    now = timezone.now()
    picture = f.picture(alt=f"{SECRET} handshake", caption=f"{SECRET} caption")
    body = f"<p>{SECRET} words.</p>"
    in_world = {"section": rows["world"], "body_html": body}
    embargoed = f.draft(edith, headline=f"{SECRET} embargoed", lead_image=picture, **in_world)
    publishing.set_embargo(embargoed, edith, now + datetime.timedelta(days=1))
    publishing.schedule(embargoed, edith, now + datetime.timedelta(days=2))
    timed = f.scheduled(headline=f"{SECRET} scheduled", **in_world)
    plain = f.draft(edith, headline=f"{SECRET} draft", **in_world)
    waiting = f.in_review(headline=f"{SECRET} in review", **in_world)
    public = f.published(headline="Ferry sinks", section=rows["world"])
    changed = content_of(public)
    changed.headline, changed.related = f"{SECRET} change", [embargoed.pk]
    publishing.save_story(public, edith, changed, note=f"{SECRET} note")
    assigning.assign(plain, edith, edith, now + datetime.timedelta(hours=5), f"{SECRET} word")
    assigning.note(waiting, edith, f"{SECRET} note")
    running = f.published(headline="Storm, live", section=rows["world"], kind=Story.Kind.LIVE)
    hidden = f.draft(edith, headline=f"{SECRET} live", kind=Story.Kind.LIVE, **in_world)
    live.post(hidden, edith, live.UpdateContent(headline=f"{SECRET} update"))
    own = f.draft(walker, headline="Own words", section=rows["sport"])
    desk.be_present(embargoed, edith)
    sealed = f.published(headline="Bank merges", section=rows["world"])
    renamed = content_of(sealed)
    renamed.headline = "Banks merge"
    publishing.save_story(sealed, edith, renamed)
    publishing.publish(sealed, edith)
    correction = corrections.add(public, edith, "correction", "It was Tuesday.")
    return {
        "embargoed": embargoed,
        "scheduled": timed,
        "draft": plain,
        "in review": waiting,
        "public": public,
        "running": running,
        "hidden live": hidden,
        "update": live.post(running, edith, live.UpdateContent(headline="Winds rise")).update,
        "changed": sealed,
        "correction": correction,
        "error report": f.error_report(public),
        "version": sealed.public_versions.seen().order_by("pk").first(),
        "own": own,
        "in sport": f.published(headline="Match lost", section=rows["sport"]),
        "secret picture": picture,
        "link": previewing.share(plain, edith, label=f"{SECRET} label"),
        "own link": previewing.share(own, walker),
        "page": f.page(publish=False, title=f"{SECRET} page"),
        "public page": f.page(title="About us"),
    }


def _shelf(rows: dict[str, Any], walker: User | None) -> dict[str, Any]:
    """What stories are made of."""
    return {
        "picture": f.picture(alt="A ferry"),
        "own picture": f.picture(alt="A boat", created_by=walker),
        "tag": f.TagFactory(name="Ferries"),
        "other tag": f.TagFactory(name="Boats"),
        "author": f.AuthorFactory(name="Cho Park"),
        "series": Series.objects.create(name="The sea"),
        "front": arranging.begin(None),
        "front of sport": arranging.begin(rows["sport"]),
        "banner": banners.put(f.UserFactory(), "Storm hits", "", datetime.timedelta(hours=1), 0),
        "notice": f.slot(name="The fund"),
        "menu item": f.menu_item(menu=MenuItem.Menu.MAIN, section=rows["world"]),
    }


def _discussion(rows: dict[str, Any], rana: User) -> dict[str, Any]:
    """Comments that wait, in World and in Sport, and how they are run."""
    discussion, _made = Discussion.objects.get_or_create(story=rows["public"])
    unseen, _made = Discussion.objects.get_or_create(story=rows["draft"])
    refused = f.rejected(rows["public"], rana)
    return {
        "appeal": appealing.appeal(refused, rana, "I only quoted the minister."),
        "rule": RuleText.objects.create(reason="off_topic", text="Stay with the story."),
        "comment": f.held(rows["public"], rana),
        "comment in sport": f.held(rows["in sport"], rana),
        "kind": f.ReactionKindFactory(),
        "discussion": discussion,
        "discussion of a draft": unseen,
        "discussion in sport": Discussion.objects.get(story=rows["in sport"]),
        "legal notice": f.legal_notice(rows["public"]),
        "receipt of an erasure": _receipt(),
        "site discussion": 1,
        "word list": WordList.objects.create(name="Insults", entries="swede"),
        "tag discussion": TagDiscussion.objects.create(
            tag=f.TagFactory(name="Trials"), policy="closed"
        ),
        "sanction": f.sanction(rana, "hold"),
        "watch list": WatchList.objects.create(name="Sea", sections=[rows["sport"].pk]),
        "shared watch list": WatchList.objects.create(
            name="Ferries", is_shared=True, sections=[rows["world"].pk]
        ),
        "dry run": DryRun.objects.create(
            made_by=rana, days=30, rule={"kind": "off", "check": settings.COMMENT_CHECKS[-1]}
        ),
        "section discussion": SectionDiscussion.objects.create(
            section=rows["world"], policy="closed"
        ),
    }


def _receipt() -> str:
    """Of a comment that is gone since."""
    at = timezone.now()
    fields = {"comment_number": 1, "written_at": at, "revision": 1, "ground": "court_order"}
    return ErasureReceipt.objects.create(number="E-2345-6789", **fields).number


def _newsletters(rows: dict[str, Any]) -> dict[str, Any]:
    """Newsletters of the whole paper and of Sport, each with a reader and a draft."""
    morning = f.newsletter("Morning", slug="morning")
    breaking = f.newsletter("Breaking", kind="breaking")
    sport = f.newsletter("Half time", section=rows["sport"])
    for letter in (breaking, sport):
        f.subscriber(letter, "sam@readers.example")
    return {
        "newsletter": morning,
        "newsletter of sport": sport,
        "breaking news": breaking,
        "subscriber": f.subscriber(morning, "sam@readers.example"),
        "issue": f.issue(morning, rows["public"]),
        "issue of sport": f.issue(sport, rows["in sport"]),
    }


def _house(rows: dict[str, Any], edith: User, walker: User | None) -> dict[str, Any]:
    """Settings, people, addresses, notices and webhooks."""
    ada = f.UserFactory(display_name="Ada")
    roles.give(ada, ADMINISTRATOR)
    redirects.make_one("/old-name/", "/world/")
    lost = NotFound.objects.create(path="/lost/", day=timezone.now().date())
    embargoed = rows["embargoed"]
    if walker is not None:
        Notice.objects.create(
            recipient=walker,
            kind="document.submitted",
            occasion="planted",
            ids={"story": embargoed.pk, "actor": edith.pk, "event": None},
        )
    return {
        "ada": ada,
        "redirect": Address.objects.get(path="/old-name/"),
        "lost": lost,
        "settings": 1,
        "standards": f.standards(),
        "bulk job": uuid.uuid4(),
        "task": DBTaskResult.objects.order_by("pk").first(),
        "story type": ContentType.objects.get_for_model(Story).pk,
        "invitation": inviting.invite(ada, "jonas@example.org", CONTRIBUTOR),
        "email": EmailAddress.objects.get(user=rows["rana"]),
        "own notice": Notice.objects.filter(recipient=walker).first() if walker else None,
        "webhook": Webhook.objects.create(name="The desk", url="https://hooks.example.org/a"),
        "other webhook": Webhook.objects.create(
            owner=edith, name="Edith’s", url="https://hooks.example.org/b"
        ),
        "own webhook": Webhook.objects.create(
            owner=walker, name="Own", url="https://hooks.example.org/c"
        )
        if walker
        else None,
    }


def upload() -> Any:
    """A picture as a browser sends it."""
    return SimpleUploadedFile("boat.jpg", sample("JPEG"), "image/jpeg")
