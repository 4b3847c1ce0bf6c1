"""Feature E5: colleagues are invited by mail with a role; the link works once."""

from __future__ import annotations

import datetime
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import SectionLimit
from newsportal import roles
from newsportal.core.mail import deliver
from newsportal.core.models import User
from newsportal.people import inviting
from newsportal.people.giving import Refused
from newsportal.people.models import Invitation
from tests import factories as f

pytestmark = pytest.mark.django_db

ADDRESS = "jonas@example.org"
FORM = {"display_name": "Jonas Weber", "password": "three quiet boats"}


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def ada():
    return somebody(roles.ADMINISTRATOR, display_name="Ada")


def somebody(*names: str, **fields) -> User:
    person = f.UserFactory(**fields)
    roles.give(person, *names)
    return User.objects.get(pk=person.pk)


def mailed() -> list[str]:
    """Send what waits in the queue; the links of all mails so far, the oldest first."""
    for row in DBTaskResult.objects.filter(task_path__endswith="deliver").order_by("enqueued_at"):
        deliver.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()
    return [re.search(r"https?://[^/]+(/invitations/\S+)", sent.body)[1] for sent in mail.outbox]


def invite(ada: User, role: str = roles.EDITOR, email: str = ADDRESS, **fields) -> str:
    inviting.invite(ada, email, role, **fields)
    return mailed()[-1]


def test_the_mail_says_who_invites_to_what_in_text_and_html(ada):
    link = invite(ada)

    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert sent.to == [ADDRESS]
    assert sent.subject == "You are invited to the newsroom of The Meridian"
    for body in (sent.body, html):
        assert "Ada invites you" in body
        assert "Editor" in body
        assert link in body
    assert "<strong>" in html
    assert "style=" not in html


def test_a_name_in_the_mail_is_text(ada):
    User.objects.filter(pk=ada.pk).update(display_name="<b>Ada</b> & Co")
    ada.refresh_from_db()
    invite(ada)

    (sent,) = mail.outbox
    assert "<b>Ada</b> & Co invites" in sent.body
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; Co invites" in sent.alternatives[0][0]


def test_only_a_hash_of_the_link_is_kept(ada):
    link = invite(ada)

    token = link.split("/")[-2]
    assert len(token) >= 40
    assert token not in str(Invitation.objects.values().get())


def test_opening_the_link_changes_nothing(client, ada):
    link = invite(ada)

    response = client.get(link)

    assert response.status_code == 200
    assert ADDRESS in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert Invitation.objects.get().state == "open"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_name_and_password_make_an_account_with_the_role(client, ada):
    link = invite(ada)

    response = client.post(link, FORM)

    jonas = User.objects.get(email=ADDRESS)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert jonas.display_name == "Jonas Weber"
    assert jonas.check_password(FORM["password"])
    assert jonas.is_staff
    assert not jonas.is_superuser
    assert [group.name for group in jonas.groups.all()] == [roles.EDITOR]
    assert EmailAddress.objects.get(user=jonas).verified
    assert client.get("/admin/").status_code == 200
    assert Invitation.objects.get().person == jonas


def test_the_link_works_once(client, ada):
    link = invite(ada)
    Client().post(link, FORM)

    for response in (client.get(link), client.post(link, FORM)):
        assert response.status_code == 410
        assert "accepted already" in response.content.decode()
    assert User.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "display_name"),
        ({**FORM, "display_name": "***"}, "display_name"),
        ({**FORM, "display_name": "www@x"}, "display_name"),
        ({**FORM, "display_name": "x" * 61}, "display_name"),
        ({**FORM, "password": ""}, "password"),
        ({**FORM, "password": "short"}, "password"),
        ({**FORM, "password": "password1234"}, "password"),
        ({**FORM, "password": "jonas@example.org"}, "password"),
        ({**FORM, "password": "x" * 300}, "password"),
    ],
)
def test_a_bad_form_says_so_beside_the_field_and_keeps_the_link(client, ada, form, field):
    link = invite(ada)

    response = client.post(link, form)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Invitation.objects.get().state == "open"


def test_a_colleague_may_carry_the_name_of_a_byline(client, ada):
    f.AuthorFactory(name="Jonas Weber")
    link = invite(ada)

    assert client.post(link, FORM).status_code == 302


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 2000, "한국"])
def test_a_wrong_link_is_unknown_and_helps_on(client, token):
    response = client.get(f"/invitations/{token}/")

    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()


def test_an_old_link_says_whom_to_ask(client, ada):
    link = invite(ada)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    for response in (client.get(link), client.post(link, FORM)):
        assert response.status_code == 410
        assert "too old" in response.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_it_is_too_old_after_a_week(ada):
    invite(ada)

    (one,) = Invitation.objects.all()
    assert not one.has_expired(one.created_at + datetime.timedelta(days=6, hours=23))
    assert one.has_expired(one.created_at + datetime.timedelta(days=7, seconds=1))


def test_what_was_taken_back_is_gone(client, ada):
    link = invite(ada)
    inviting.revoke(Invitation.objects.get())

    response = client.post(link, FORM)

    assert response.status_code == 410
    assert "taken back" in response.content.decode()
    with pytest.raises(Refused):
        inviting.send_again(ada, Invitation.objects.get())


def test_sent_again_the_new_link_works_and_the_old_one_does_not(client, ada):
    first = invite(ada)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    inviting.send_again(ada, Invitation.objects.get())
    second = mailed()[-1]

    assert client.get(first).status_code == 404
    assert client.post(second, FORM).status_code == 302
    with pytest.raises(Refused):
        inviting.send_again(ada, Invitation.objects.get())
    with pytest.raises(Refused):
        inviting.revoke(Invitation.objects.get())


def test_an_address_has_one_open_invitation(ada):
    invite(ada)
    with pytest.raises(Refused) as refusal:
        inviting.invite(ada, ADDRESS.upper(), roles.EDITOR)
    assert refusal.value.field == "email"

    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    invite(ada)
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["open", "revoked"]


def test_somebody_with_an_account_signs_in_first_and_keeps_the_other_roles(client, ada):
    jonas = somebody(roles.MODERATOR, email=ADDRESS)
    link = invite(ada)

    stranger = client.get(link)
    assert f"next={link}" in stranger.content.decode()
    assert client.post(link, FORM).status_code == 403
    assert "Choose a password" not in stranger.content.decode()
    client.force_login(jonas)
    assert "Accept the invitation" in client.get(link).content.decode()
    assert client.post(link).status_code == 302

    names = {group.name for group in User.objects.get(pk=jonas.pk).groups.all()}
    assert names == {roles.MODERATOR, roles.EDITOR}
    assert jonas.check_password(f.PASSWORD)


def test_somebody_else_who_is_signed_in_is_asked_to_sign_out(client, ada):
    link = invite(ada)
    client.force_login(ada)

    for response in (client.get(link), client.post(link, FORM)):
        assert response.status_code == 403
        assert "Sign out first" in response.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_deactivated_account_gets_nothing(client, ada):
    jonas = f.UserFactory(email=ADDRESS)
    link = invite(ada)
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    client.force_login(jonas)

    assert client.post(link).status_code == 403
    assert not jonas.groups.exists()
    with pytest.raises(Refused):
        inviting.invite(ada, ADDRESS, roles.MODERATOR)


def test_an_account_made_meanwhile_is_not_taken_over(ada, monkeypatch):
    link = invite(ada)
    token = link.split("/")[-2]
    f.UserFactory(email=ADDRESS)

    with pytest.raises(Refused):
        inviting.accept_as_new(token, "Jonas", FORM["password"])

    assert Invitation.objects.get().state == "open"
    assert not User.objects.get(email=ADDRESS).check_password(FORM["password"])


def test_a_role_may_be_limited_to_sections(client, ada):
    sport = f.section("sport", name="Sport")
    link = invite(ada, sections=[sport])

    assert "Sport" in client.get(link).content.decode()
    client.post(link, FORM)

    assert SectionLimit.objects.get().section == sport


def test_who_works_everywhere_is_not_limited_by_another_role(client, ada):
    jonas = somebody(roles.EDITOR, email=ADDRESS)
    link = invite(ada, roles.MODERATOR, sections=[f.section()])
    client.force_login(jonas)

    client.post(link)

    assert not SectionLimit.objects.exists()


def test_only_editors_and_moderators_can_be_limited(ada):
    with pytest.raises(Refused) as refusal:
        inviting.invite(ada, ADDRESS, roles.CONTRIBUTOR, [f.section()])

    assert refusal.value.field == "sections"


@pytest.mark.parametrize(
    "role", [None, roles.CONTRIBUTOR, roles.EDITOR, roles.MODERATOR, roles.LEAD_MODERATOR]
)
def test_nobody_but_an_administrator_invites(role):
    person = somebody(*([role] if role else []))

    for wanted in roles.ROLES:
        with pytest.raises(Refused):
            inviting.invite(person, ADDRESS, wanted)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_what_is_no_role(ada):
    for role in ("superuser", "", "editor"):
        with pytest.raises(Refused):
            inviting.invite(ada, ADDRESS, role)


def test_an_invitation_falls_with_the_right_of_who_sent_it(client, ada):
    link = invite(ada)
    roles.give(ada, roles.EDITOR)
    assert client.post(link, FORM).status_code == 410

    roles.give(ada, roles.ADMINISTRATOR)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.post(link, FORM).status_code == 410
    assert not User.objects.filter(email=ADDRESS).exists()


def test_forms_sent_and_links_tried_are_limited_by_network(client, ada):
    link = invite(ada)
    for _time in range(20):
        assert client.post(link, {}).status_code == 422

    assert client.post(link, FORM).status_code == 429
    assert client.get("/invitations/guess/").status_code == 429
    assert client.get(link).status_code == 200


def test_a_form_from_another_site_is_refused(ada):
    link = invite(ada)

    response = Client(enforce_csrf_checks=True).post(link, FORM)

    assert response.status_code == 403
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_account(ada):
    token = invite(ada).split("/")[-2]
    outcomes: list[str] = []
    begin = threading.Barrier(2)

    def click(name: str) -> None:
        try:
            begin.wait(timeout=10)
            inviting.accept_as_new(token, name, FORM["password"])
            outcomes.append("made")
        except inviting.Closed as closed:
            outcomes.append(closed.why)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["made", "used"]
    assert User.objects.filter(email=ADDRESS).count() == 1
