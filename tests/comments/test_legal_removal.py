"""Feature M17: one verb wipes a text everywhere; the proof is a search for it over everything."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import checks, mail
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import (
    appealing,
    editing,
    erasing,
    erasure_journal,
    evidence,
    legal_notices,
    moderation,
    reader_notes,
    reporting,
    sanctions,
    sweeping,
)
from comments.models import (
    Comment,
    CommentVersion,
    ErasureReceipt,
    EvidenceOpening,
    Policy,
    SealedEvidence,
    Signal,
)
from comments.submitting import hash_of
from newsportal import roles
from newsportal.accounts import exporting
from newsportal.core import forgetting, versions
from newsportal.core import mail as mails
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db

#: In every sentence that is planted, and in nothing else that there is.
MARK = "Zorblat"
TEXT = (
    f"Alderman {MARK} took nine thousand crowns from the orphans’ fund. Then {MARK} fled by night."
)
FORMER = f"I saw how {MARK} carried a sack of silver out of the town hall."
OWN = "This is what I say myself."
PASSPHRASE = "nine crows on a wire"


@pytest.fixture(autouse=True)
def journal(settings, tmp_path) -> Path:
    settings.ERASURE_JOURNAL = str(tmp_path / "of ours" / "erasures.jsonl")
    f.site(name="The Test")
    f.policy(Policy.OPEN, edit_minutes=60)
    return Path(settings.ERASURE_JOURNAL)


@pytest.fixture
def ada() -> User:
    person = f.UserFactory(display_name="Ada", email="ada@example.org", is_staff=True)
    roles.give(person, roles.ADMINISTRATOR)
    return person


@pytest.fixture
def comment() -> Comment:
    return f.approved(author=f.UserFactory(display_name="Sam"), text=TEXT)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def order(**fields) -> erasing.Order:
    return erasing.Order(**{"ground": "court_order", "reference": "12 O 345/26", **fields})


# The search ---------------------------------------------------------------------------------------


def standing_in_the_database(word: str = MARK) -> set[str]:
    """Tables that hold the word in any column of any kind, those of tomorrow included."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS held'  # noqa: S608
                " WHERE held::text ILIKE %s OR held::text ILIKE %s",
                [f"%{word}%", f"%{word.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    if any(word in str(one.get_decoded()) for one in Session.objects.all()):
        found.add("sessions")
    return found


def standing_in_files(word: str = MARK) -> set[str]:
    """Files of both storages that hold the word, also within an archive."""
    found = set()
    for name in ("default", "originals"):
        for file in Path(storages[name].location).rglob("*"):
            if file.is_file() and word.encode() in _content(file):
                found.add(file.name)
    return found


def _content(file: Path) -> bytes:
    held = file.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(held)):
        return held
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def shown_somewhere(comment: Comment, author: User, administrator: User) -> list[str]:
    """Addresses of pages and feeds that still show the word to somebody."""
    story = comment.story.get_absolute_url()
    desk = "/admin/comments"
    paths = {
        Client(): [
            *(story, f"{story}comments/?since=0", f"{story}comments/{comment.pk}/"),
            *(f"{story}comments/feed/", f"{story}feed/", "/", "/search/?q=orphans"),
        ],
        signed_in(author): [
            *(story, "/me/comments/", f"/me/comments/{comment.pk}/", "/me/notices/"),
        ],
        signed_in(administrator): [
            *("/admin/", f"{desk}/comment/?q=orphans", f"{desk}/comment/{comment.pk}/change/"),
            *(f"{desk}/appeal/{one.pk}/change/" for one in comment.appeals.all()),
            *(f"{desk}/legalnotice/{one.pk}/change/" for one in comment.legal_notices.all()),
            f"{desk}/sanction/{comment.author.sanctions.get().pk}/change/",
        ],
    }
    return [
        path
        for client, ones in paths.items()
        for path in ones
        if MARK in client.get(path, follow=True).content.decode()
    ]


# Planting -----------------------------------------------------------------------------------------


def plant(comment: Comment) -> dict[str, Comment]:
    """Put the words wherever a newspaper's life brings them; returns what quotes them."""
    sam, story = comment.author, comment.story
    rana, mina = f.UserFactory(display_name="Rana"), f.UserFactory(display_name="Mina")
    lead = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(lead, roles.LEAD_MODERATOR)
    Comment.objects.filter(pk=comment.pk).update(text=FORMER, body_html=f"<p>{FORMER}</p>")
    comment.refresh_from_db()
    editing.edit(comment, sam, TEXT, revision=comment.revision)
    Signal.objects.create(
        comment=comment,
        revision=comment.revision,
        check_name="words",
        verdict="hold",
        spans=[[9, 16]],
        inputs={"matched": [MARK], "text": TEXT},
    )
    quoting = f.approved(story, rana, text=f"> {TEXT}\n\n{OWN}", reply_to=comment)
    once = f.approved(story, rana, text=f"{OWN} He says “{TEXT}”, no less.", reply_to=comment)
    editing.edit(once, rana, f"{OWN} I had quoted it.", revision=once.revision)
    elsewhere = f.approved(None, mina, text=f"> {FORMER}\n\n{OWN} Elsewhere.")
    html = f"<p>{OWN}</p><blockquote><p>Alderman <em>{MARK}</em> took nine thousand crowns from it"
    imported = f.approved(story, mina, text="to come", reply_to=comment)
    Comment.objects.filter(pk=imported.pk).update(
        came_as_html=True, text=f"{OWN} {TEXT}", body_html=f"{html}</p></blockquote>"
    )
    reporting.report(comment, reporting.Reporter(rana), "abuse", f"He calls {MARK} a thief.")
    f.legal_notice(comment, explanation=f"It says “{TEXT}”, which is a lie.", user=rana)
    notice = comment.legal_notices.get()
    moderation.decide(comment, "remove", lead, reason="abuse", words=f"You wrote “{TEXT}”.")
    reader_notes.write(sam, lead, f"Wrote “{TEXT}” on the town hall.")
    appealing.appeal(comment, sam, f"{MARK} did it! I stand by it.")
    appealing.decide(
        comment.appeals.get(), f_administrator(), overturn=False, answer=f"Not proved: {MARK}."
    )
    legal_notices.decide(notice, lead, "removed", "law", f"“{TEXT}” is defamation.")
    sanctions.impose(
        sam, sanctions.Order("warning", "abuse", words=f"You wrote “{TEXT}”.", note=TEXT), lead
    )
    draft = SessionStore()
    draft["comment_draft"] = {"story": story.pk, "text": f"> {TEXT}\n\n{OWN}", "reply_to": None}
    draft.save()
    mails.send_later("Re", f"He wrote: {TEXT}\n", "rana@example.org", html=f"<p>{TEXT}</p>")
    for person in (sam, rana):
        exporting.build.call(exporting.ask(person).pk)
    LogEntry.objects.create(
        user=lead,
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=str(comment.pk),
        object_repr=f"Sam: {TEXT[:60]}",
        action_flag=CHANGE,
    )
    comment.refresh_from_db()
    return {"quoting": quoting, "imported": imported, "elsewhere": elsewhere}


def f_administrator() -> User:
    person = f.UserFactory(display_name="Cleo", is_staff=True)
    roles.give(person, roles.ADMINISTRATOR)
    return person


# The proof ----------------------------------------------------------------------------------------


def test_it_stands_nowhere_afterwards_and_nowhere_after_yesterdays_backup(comment, ada, journal):
    planted = plant(comment)
    before = standing_in_the_database()
    assert {
        *("comments_comment", "comments_commentversion", "comments_signal", "comments_report"),
        *("comments_appeal", "comments_legalnotice", "comments_legaldecision"),
        *("comments_sanction", "comments_decision", "comments_readernote"),
        *("django_admin_log", "sessions"),
        "django_tasks_database_dbtaskresult",
    } <= before
    assert len(standing_in_files()) == 2
    assert len(shown_somewhere(comment, comment.author, ada)) > 8
    preview = erasing.preview(comment)
    assert standing_in_the_database() == before  # a look changes nothing
    yesterday = transaction.savepoint()

    receipt = erasing.erase(comment, ada, order())

    def is_gone() -> None:
        assert standing_in_the_database() == set()
        assert standing_in_files() == set()
        assert shown_somewhere(comment, comment.author, ada) == []
        mail.outbox.clear()
        sent = work()
        assert not [one.subject for one in sent if MARK in str(one.message())]
        assert standing_in_the_database() == set()

    is_gone()
    assert erasing.told(receipt.wiped) == preview
    assert receipt.search["left"] == {}
    assert receipt.search["tables"] > 50
    assert MARK not in journal.read_text()
    kept = Comment.objects.get(pk=planted["quoting"].pk)
    assert (kept.text, kept.revision) == (f"> […]\n\n{OWN}", 2)
    assert kept.text_hash.tobytes() == hash_of(kept.text)
    assert "<blockquote>" in kept.body_html
    assert CommentVersion.objects.get(comment=kept).text == ""
    assert Comment.objects.get(pk=planted["imported"].pk).text.startswith(OWN)
    assert "Elsewhere." in Comment.objects.get(pk=planted["elsewhere"].pk).text

    transaction.savepoint_rollback(yesterday)
    versions.forget_copies()
    assert standing_in_the_database() == before
    assert not ErasureReceipt.objects.exists()
    loud = checks.run_checks(tags=["database"], databases=["default"])
    assert any(one.id == "comments.W002" and receipt.number in one.msg for one in loud)
    with pytest.raises(CommandError, match="1 erasures are missing"):
        call_command("replay_erasures", "--dry-run")

    call_command("replay_erasures")

    is_gone()
    again = ErasureReceipt.objects.get()
    assert (again.number, again.by, again.reference) == (receipt.number, ada, "12 O 345/26")
    assert again.at == receipt.at
    assert again.replays[0]["wiped"] == receipt.wiped
    assert erasing.replay() == 0  # once is enough
    assert len(journal.read_text().splitlines()) == 1


def test_a_table_that_somebody_adds_is_searched_too_and_told_on_the_receipt(comment, ada):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a_table_of_tomorrow (kept jsonb, bytes bytea)")
        cursor.execute(
            "INSERT INTO a_table_of_tomorrow VALUES (%s, NULL), (NULL, %s)",
            [json.dumps({"said": TEXT}), TEXT.encode()],
        )

    receipt = erasing.erase(comment, ada, order())

    assert receipt.search["left"] == {"a_table_of_tomorrow": 2}
    assert standing_in_the_database() == {"a_table_of_tomorrow"}
    page = signed_in(ada).get(f"/admin/moderation/erasures/{receipt.number}/").content.decode()
    assert "a_table_of_tomorrow" in page
    assert sweeping.search((TEXT,), seconds=0).tables == 0  # what it has no time for is told
    assert "comments_comment" in sweeping.search((TEXT,), seconds=0).not_searched


# What stays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("hides", [False, True])
def test_a_tombstone_with_ground_and_receipt_stays_and_replies_as_chosen(comment, ada, hides):
    sam, story = comment.author, comment.story
    reply = f.approved(story, text=OWN, reply_to=comment)
    guest = Client()

    receipt = erasing.erase(comment, ada, order(hides_replies=hides))

    for path in (story.get_absolute_url(), f"{story.get_absolute_url()}comments/{comment.pk}/"):
        page = guest.get(path).content.decode()
        assert "Removed for legal reasons: court order" in page
        assert receipt.number in page
        assert (OWN in page) is not hides
    reply.refresh_from_db()
    assert reply.is_public is not hides
    assert moderation_counters_are_true()
    event = comment.events.last()
    assert (event.kind, event.actor, event.reason) == ("erased", ada, "court_order")
    told = [one for one in work() if "erased" in one.subject]
    assert [one.to for one in told] == [[sam.email]]
    assert "court order" in told[0].body
    assert receipt.number in told[0].body
    assert MARK not in str(told[0].message())
    page = signed_in(sam).get(f"/me/comments/{comment.pk}/").content.decode()
    assert "erased" in page
    assert "court order" in page
    assert "Appeal" not in page  # there is nothing left that could be published again
    for verb in ("approve", "restore", "reject"):
        with pytest.raises(moderation.TooLate):
            moderation.decide(comment, verb, ada)


def moderation_counters_are_true() -> bool:
    from comments import reconciling

    return not reconciling._suspects()


def test_what_readers_had_not_seen_leaves_no_tombstone(ada):
    f.policy(Policy.HOLD_ALL)
    waiting = f.held(text=TEXT)

    erasing.erase(waiting, ada, order())

    page = Client().get(f"{waiting.story.get_absolute_url()}comments/").content.decode()
    assert "Removed for legal reasons" not in page
    assert moderation_counters_are_true()


def test_a_guest_and_a_deleted_comment_lose_name_address_and_text(ada):
    gone = f.deleted(text=TEXT, address="192.0.2.7")
    Comment.objects.filter(pk=gone.pk).update(guest_name="Zed Nym", guest_email="zed@example.org")

    erasing.erase(Comment.objects.get(pk=gone.pk), ada, order())

    row = Comment.objects.get(pk=gone.pk)
    assert (row.text, row.body_html, row.guest_name, row.guest_email) == ("", "", "", "")
    assert (row.address, row.form_key, bytes(row.text_hash)) == (None, None, b"")
    assert standing_in_the_database("zed@example.org") == set()


def test_an_appeal_that_waits_is_answered_with_it(ada):
    sam = f.UserFactory(display_name="Sam")
    refused = f.removed(author=sam, text=TEXT)
    waiting = appealing.appeal(refused, sam, f"But {MARK} did it.")

    erasing.erase(refused, ada, order())

    waiting.refresh_from_db()
    assert (waiting.state, waiting.text) == ("upheld", "")
    assert "erased for legal reasons" in waiting.answer
    with pytest.raises(appealing.Refused, match="erased for legal reasons"):
        appealing.appeal(refused, sam, "Once more.")


# The journal --------------------------------------------------------------------------------------


def test_the_line_is_on_the_disk_before_the_commit_and_a_crash_between_is_made_good(
    comment, ada, monkeypatch
):
    class Killed(BaseException):
        pass

    def killed(_people):
        raise Killed

    monkeypatch.setattr(erasing.personal_data, "forget_copies", killed)
    seal = evidence.Seal(timezone.localdate(), PASSPHRASE)
    with pytest.raises(Killed):
        erasing.erase(comment, ada, order(seal=seal))
    monkeypatch.undo()
    assert Comment.objects.get(pk=comment.pk).text == TEXT  # the transaction was lost …
    (entry,) = erasure_journal.entries()  # … the line was not

    assert erasing.replay() == 1
    assert standing_in_the_database() == set()
    assert ErasureReceipt.objects.get().number == entry["receipt"]
    sealed = SealedEvidence.objects.get()
    assert evidence.open_sealed(sealed, ada, PASSPHRASE)["text"] == TEXT


def test_a_journal_that_cannot_be_written_refuses_and_leaves_all_as_it_was(
    comment, ada, settings, tmp_path
):
    (tmp_path / "a file").write_text("")
    settings.ERASURE_JOURNAL = str(tmp_path / "a file" / "erasures.jsonl")

    with pytest.raises(erasing.Refused, match="journal"):
        erasing.erase(comment, ada, order(seal=evidence.Seal(timezone.localdate(), PASSPHRASE)))

    assert Comment.objects.get(pk=comment.pk).text == TEXT
    assert not ErasureReceipt.objects.exists()
    assert "comments.W001" in {
        one.id for one in checks.run_checks(tags=["database"], databases=["default"])
    }


def test_a_number_that_was_given_again_and_a_line_cut_short_harm_nobody(comment, ada, journal):
    erasing.erase(comment, ada, order())
    other = f.approved(text="Somebody else wrote this after the backup was restored.")
    line = json.loads(journal.read_text())
    with journal.open("a") as file:
        file.write(json.dumps({**line, "receipt": "E-2222-2222", "comment": other.pk}) + "\n")
        whole = {"receipt": "E-4444-4444", "comment": other.pk, "written_at": line["written_at"]}
        file.write(json.dumps(whole) + "\n")  # somebody has edited it
        file.write('{"receipt": "E-33')
    third = f.approved(text=FORMER)

    assert erasing.replay() == 1
    erasing.erase(third, ada, order())

    other.refresh_from_db()
    assert other.text.startswith("Somebody else")
    assert ErasureReceipt.objects.get(number="E-2222-2222").comment is None
    assert [entry["comment"] for entry in erasure_journal.entries()] == [
        comment.pk,
        other.pk,
        third.pk,
    ]
    assert erasing.replay() == 0


# Under seal ---------------------------------------------------------------------------------------


def test_evidence_opens_with_its_passphrase_alone_is_noted_and_ends(comment, ada):
    until = timezone.localdate() + datetime.timedelta(days=30)
    receipt = erasing.erase(comment, ada, order(seal=evidence.Seal(until, PASSPHRASE)))
    sealed = receipt.evidence
    client = signed_in(ada)
    address = f"/admin/moderation/erasures/{receipt.number}/open/"
    assert standing_in_the_database() == set()
    assert standing_in_files() == set()

    wrong = client.post(address, {"passphrase": "nine crows on a fire"})
    right = client.post(address, {"passphrase": PASSPHRASE})

    assert (wrong.status_code, right.status_code) == (409, 200)
    assert MARK not in wrong.content.decode()
    assert TEXT.partition("’")[0] in right.content.decode()
    assert "no-store" in right["Cache-Control"]
    tried = EvidenceOpening.objects.values_list("by", "succeeded")
    assert list(tried) == [(ada.pk, False), (ada.pk, True)]
    assert PASSPHRASE not in str(standing_in_the_database(PASSPHRASE))

    evidence.destroy_due(timezone.now() + datetime.timedelta(days=30))
    assert SealedEvidence.objects.get().destroyed_at is None
    later = timezone.now() + datetime.timedelta(days=31, hours=1)
    assert evidence.destroy_due(later) == 1
    assert not storages["originals"].exists(sealed.file)
    assert client.post(address, {"passphrase": PASSPHRASE}).status_code == 409
    assert forgetting.forget_expired()["sealed evidence"] == 0


# The desk -----------------------------------------------------------------------------------------


def test_an_administrator_sees_what_goes_confirms_it_and_finds_the_receipt(comment, ada):
    client, address = signed_in(ada), f"/admin/moderation/erase/{comment.pk}/"
    notice = f.legal_notice(comment)
    page = client.get(f"{address}?notice={notice.reference}").content.decode()
    assert MARK in page
    assert "The comment itself" in page
    assert notice.reference in page
    fields = {
        "ground": "personality",
        "reference": "LG 7 O 9/26",
        "note": "By telephone with counsel.",
        "replies": "keep",
        "revision": comment.revision,
    }

    unconfirmed = client.post(address, {**fields, "number": "1"})
    quoting = client.post(
        address, {**fields, "number": comment.pk, "note": "took nine thousand crowns from"}
    )
    unsealed = client.post(
        address, {**fields, "number": comment.pk, "seals": "on", "until": "1999-01-01"}
    )
    outdated = client.post(address, {**fields, "number": comment.pk, "revision": "7"})

    codes = [one.status_code for one in (unconfirmed, quoting, unsealed, outdated)]
    assert codes == [422, 409, 422, 409]
    assert "By telephone with counsel." in unconfirmed.content.decode()
    assert Comment.objects.get(pk=comment.pk).text == TEXT
    assert not ErasureReceipt.objects.exists()

    done = client.post(
        f"{address}?notice={notice.reference}", {**fields, "number": f"#{comment.pk}"}
    )
    receipt = ErasureReceipt.objects.get()
    assert done.url == f"/admin/comments/legalnotice/{notice.pk}/change/"
    assert receipt.number in client.get(done.url).content.decode()
    client.post(done.url, {"act": "removed", "ground": "law", "text": "It is erased."})
    notice.refresh_from_db()
    assert (notice.state, receipt.notice) == ("decided", notice)
    assert "erased" in notice.events.values_list("kind", flat=True)
    assert client.get(address).url == f"/admin/moderation/erasures/{receipt.number}/"
    for asked, is_there in (("7 O 9", 1), (receipt.number, 1), (str(comment.pk), 1), ("%", 0)):
        found = client.get("/admin/moderation/erasures/", {"q": asked}).content.decode()
        assert (f"erasures/{receipt.number}/" in found) is bool(is_there)
    for bad in ("?after=x", "?q=" + "9" * 5000, "?q=%00"):
        assert client.get(f"/admin/moderation/erasures/{bad}").status_code == 200


def test_lists_cost_the_same_however_long_and_the_question_the_same_for_any_discussion(
    comment, ada, settings
):
    settings.VERSION_CHECK_SECONDS = 60
    client, other = signed_in(ada), f.approved(text=FORMER)
    for path in ("/admin/moderation/erasures/", f"/admin/moderation/erase/{comment.pk}/"):
        client.get(path)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few = asked(f"/admin/moderation/erase/{comment.pk}/")
    none = asked("/admin/moderation/erasures/")
    for number in range(5):
        f.approved(comment.story, text=f"{OWN} {number}", reply_to=comment)
        receipt = {"comment_number": number, "written_at": timezone.now(), "revision": 1}
        ErasureReceipt.objects.create(
            number=f"E-{number}", ground="crime", story=other.story, by=ada, **receipt
        )

    # As many as there are places: each is wiped and taken back, which is how they are counted.
    assert asked(f"/admin/moderation/erase/{comment.pk}/") == few
    assert asked("/admin/moderation/erasures/") <= min(12, none)


def test_nobody_else_gets_there(comment):
    lead = f.UserFactory(is_staff=True)
    roles.give(lead, roles.LEAD_MODERATOR)

    for path in (f"erase/{comment.pk}/", "erasures/", "erasures/E-2222-2222/"):
        assert signed_in(lead).get(f"/admin/moderation/{path}").status_code == 403
