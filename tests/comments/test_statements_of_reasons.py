"""Feature M12: a statement of reasons says all that article 17 (3) of the act wants."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from comments import legal_notices, moderation, reporting, statement_parts
from comments.models import Reason, Signal
from comments.statements import statement_of
from tests import factories as f

pytestmark = pytest.mark.django_db


def parts(comment) -> statement_parts.Parts | None:
    comment.refresh_from_db()
    return statement_parts.of_comment(statement_of(comment))


def test_it_says_how_it_was_found_by_what_ground_where_it_holds_and_how_to_object():
    f.site()
    f.policy("open")
    mina, lena = f.UserFactory(), f.UserFactory()
    storm = f.published(headline="A storm")
    read, reported, checked, noticed = (f.approved(storm) for _number in range(4))
    reporting.report(reported, reporting.Reporter(network="n" * 32), "abuse")
    Signal.objects.create(comment=checked, check_name="links", verdict="hold", code="many_links")
    Signal.objects.create(comment=read, check_name="policy", verdict="hold", code="hold_all")
    for comment in (read, reported, checked):
        moderation.remove(comment, mina, reason=Reason.ABUSE)
    notice = f.legal_notice(noticed, law="Criminal Code, section 130")
    legal_notices.decide(notice, lena, "removed", "law", "It incites to hatred.")
    f.policy("hold_all")
    refused = f.held(storm)
    moderation.mark_spam(refused, None)

    found = {
        name: parts(one)
        for name, one in (
            ("read", read),
            ("reported", reported),
            ("checked", checked),
            ("noticed", noticed),
            ("machine", refused),
        )
    }

    assert "“A storm”" in found["read"].facts[0]
    assert {name: one.facts[1] for name, one in found.items()} == {
        "read": "A moderator found it while reading and decided; no machine took part.",
        "reported": "Readers reported it; a person decided.",
        "checked": "An automatic check drew attention to it; a person decided.",
        "noticed": "Somebody gave us notice that it is against the law; a person decided.",
        "machine": "An automatic check found it and decided.",
    }
    assert found["read"].ground == "Our rules: the one above."
    assert "The law: Criminal Code, section 130" in found["noticed"].ground
    assert "taken from all our pages" in found["read"].scope
    assert "does not appear" in found["machine"].scope
    assert "Rana" not in str(found["noticed"])  # the notifier
    assert [way[:24] for way in found["read"].redress] == [
        "You can appeal until " + found["read"].redress[0][21:24],
        "The courts are open to y",
    ]
    f.policy("open", profile="platform")
    assert "out-of-court dispute settlement" in parts(read).redress[1]
    f.policy("open", profile="micro", dispute_bodies="Ombuds, Dublin")
    assert parts(read).redress[1].endswith("Ombuds, Dublin")
    assert parts(f.approved(storm)) is None


def test_of_a_sanction_it_says_the_same():
    f.site()
    rana, sport = f.UserFactory(), f.section("sport")
    end = timezone.now() + datetime.timedelta(days=3)
    suspended = statement_parts.of_sanction(f.sanction(rana, "suspension", ends_at=end))
    banned = statement_parts.of_sanction(f.sanction(rana, "ban", section=sport))

    assert suspended.facts[0] == "It is about what you wrote here: personal attack or abuse."
    assert suspended.ground.startswith("Our rules: Argue with what people say")
    assert suspended.scope.startswith("It holds on the whole site, until ")
    assert banned.scope == "It holds in “Sport” and below it, without an end."
    assert banned.redress[0].startswith("You can appeal until ")
