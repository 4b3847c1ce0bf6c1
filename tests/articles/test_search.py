"""Feature R2: readers find stories by words in any language, narrow them, and see why."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from articles import publishing, search, tagging
from articles.models import Story
from articles.search import mending
from articles.views import search as search_views
from articles.working_copy import content_of
from newsportal.core import limits
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def page(words: str = "", **narrowed: str) -> str:
    answer = Client().get("/search/", {"q": words, **narrowed})
    assert answer.status_code == 200
    return answer.content.decode()


def headlines(words: str, **narrowed: str) -> list[str]:
    found = re.findall(r'<h2 class="card-headline"[^>]*>(.*?)</h2>', page(words, **narrowed))
    return [strip_tags(one) for one in found]


def status(html: str) -> str:
    return strip_tags(re.search(r'role="status">(.*?)</p>', html, re.DOTALL)[1]).strip()


def write(language: str, headline: str, body: str = "", **fields) -> Story:
    return f.published(
        language=language, headline=headline, standfirst="", body_html=f"<p>{body}</p>", **fields
    )


# Languages ---------------------------------------------------------------------------------------

#: Language and text of a story; what finds it; what does not.
TEXTS = {
    "english stems": (
        "en",
        "Ferries cancelled, cafés closed; notes on Øresund and the straße",
        ["ferry", "cancel", "cafe", "CAFÉ", "oresund", "strasse", '"ferries cancelled"', "notés"],
        ["canal", '"cancelled ferries"', "ferries -café", "not", "ferry -cancelling"],
    ),
    "german umlauts and compounds": (
        "de",
        "Fährverbindungen über die Häfen: Gebühr für Straßenbahnen steigt",
        ["Fährverbindung", "fahrverbindung", "Hafen", "Hafens", "Strassenbahn", '"über die Häfen"'],
        ["Bahn", "Hafen -Gebühren", '"Häfen Fährverbindungen"'],
    ),
    "arabic forms and vowels": (
        "ar",
        "وصلت العبّارة إلى مدرسةٍ في الميناء، والحكومة تُعلن أسعار ٢٠٢٦",
        [
            "عبارة",
            "العباره",
            "والعبارة",
            "المدرسة",
            "مدرسه",
            "حكومه",
            "للحكومة",
            "اسعار",
            "2026",
            "العـــبارة",
            '"مدرسة في الميناء"',
        ],
        ["سفينة", "عبارة -ميناء", '"الميناء مدرسة"'],
    ),
    "korean particles": (
        "ko",
        "부산항은 새벽에 닫혔고 나룻배가 부두를 떠났다 K팝",
        [
            "부산항",
            "부산",
            "부산항을",
            "나룻배",
            "부두",
            "배",
            "k팝",
            '"새벽에 닫혔고"',
            "부두 OR 공항",
        ],
        ["부산역", "부두 -나룻배", '"닫혔고 새벽에"', "부항"],
    ),
    "chinese without spaces": ("zh", "渡輪今晨離開港口", ["渡輪", "港口", "今晨離開"], ["輪港"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_found_in_every_language_on_a_site_in_another(name):
    language, text, finding, not_finding = TEXTS[name]
    in_headline = write(language, text)
    in_body = write(language, "—", text)

    for words in finding:
        found = search.search(words, search.Filters(), is_literal=True)
        assert list(found.ids) == [in_headline.pk, in_body.pk], words
    assert page(" OR ".join(finding)).count("<mark>") >= 2 * 2
    for words in not_finding:
        assert not search.search(words, search.Filters(), is_literal=True).ids, words


def test_words_are_marked_as_they_stand_and_nothing_else_is():
    write("ar", "وصلت العبّارة")
    write("ko", "나룻배가 부산항은")
    write("en", "A café’s <script>ferries</script> & more", "Tom’s ferry, not a ferryman")

    assert "وصلت <mark>العبّارة</mark>" in page("عبارة")
    assert "나룻배가 <mark>부산항</mark>은" in page("부산항")
    html = page("ferry")
    assert "A café’s &lt;script&gt;<mark>ferries</mark>&lt;/script&gt; &amp; more" in html
    assert "Tom’s <mark>ferry</mark>, not a ferryman" in html
    assert "A <mark>café</mark>’s" in page("cafes")
    assert "<mark>" not in page("tom -ferry")


def test_the_piece_shown_is_the_one_with_most_of_the_words():
    filler = "Nothing happened here at all. " * 40
    write("en", "Budget", f"{filler}A ferry. {filler}The herring left by ferry at six. {filler}")

    html = page("herring ferry")

    assert "… The <mark>herring</mark> left by <mark>ferry</mark> at six." in html


def test_names_of_authors_and_tags_find_and_a_new_name_is_true_at_once_the_worker_has_run():
    tag, jae = f.TagFactory(name="Herring quota"), f.AuthorFactory(name="Jaé Müller")
    f.published(headline="In a body", body_html="<p>A herring, a quota; Jae Muller.</p>")
    f.published(headline="By Jae", bylines=[jae])
    f.published(headline="Tagged", tags=[tag])

    assert headlines("herring quota") == ["Tagged", "In a body"]
    assert headlines("jae muller") == ["By Jae", "In a body"]
    assert "<mark>Jaé</mark> <mark>Müller</mark>" in page("jae muller")
    assert f'href="/tags/{tag.slug}/"><bdi><mark>Herring</mark>' in page("herring")

    tag.name = "Catch limits"
    tagging.save(tag)
    jae.name = "Jaé Holt"
    tagging.save(jae)
    assert search.catch_up() == 2

    assert headlines("herring quota") == ["In a body"]
    assert headlines("catch limits") == ["Tagged"]
    assert headlines("jae holt") == ["By Jae"]
    tagging.merge(tag, f.TagFactory(name="Cod"))
    search.catch_up()
    assert headlines("cod") == ["Tagged"]


def test_the_command_and_the_beat_write_what_older_rules_have_written(capsys):
    f.published(headline="Zeppelin")
    Story.objects.update(search=None, search_version=0)
    assert headlines("zeppelin") == []

    call_command("refill_search", "--dry-run")
    assert "1 to make anew" in capsys.readouterr().out
    call_command("refill_search")

    assert headlines("zeppelin") == ["Zeppelin"]
    assert not search.old().exists()
    assert search.catch_up() == 0


# Order and narrowing -----------------------------------------------------------------------------


def test_headline_over_standfirst_over_body_and_fresh_over_old_where_that_is_all():
    year = timezone.now() - datetime.timedelta(days=400)
    f.published(year, headline="Ferry of old", standfirst="", body_html="<p>Six left.</p>")
    f.published(headline="Ferry of today", standfirst="", body_html="<p>Six left.</p>")
    f.published(headline="One", standfirst="A ferry left.", body_html="<p>Six left.</p>")
    f.published(headline="Two", standfirst="", body_html="<p>A ferry left.</p>")

    assert headlines("ferry") == ["Ferry of today", "Ferry of old", "One", "Two"]
    assert headlines("ferry", order="new") == ["Two", "One", "Ferry of today", "Ferry of old"]


def test_equal_stories_keep_their_order_over_all_pages(monkeypatch):
    at = timezone.now() - HOUR
    made = [f.published(at, headline="Ferry").pk for _ in range(13)]

    for order in ("best", "new"):
        first = Client().get("/search/", {"q": "ferry", "order": order})
        second = Client().get("/search/", {"q": "ferry", "order": order, "page": "2"})
        shown = [*first.context["page"].stories, *second.context["page"].stories]
        assert [story.pk for story in shown] == made[::-1]
    assert b"page=2" in first.content
    assert Client().get("/search/", {"q": "ferry", "page": "3"}).status_code == 404
    assert Client().get("/search/", {"q": "ferry", "page": "51"}).status_code == 404


def choices(html: str) -> dict[str, str]:
    """The choices beside an answer with the numbers beside them."""
    found = re.findall(r'<a class="choice [^>]*><bdi>([^<]*)</bdi>(.*?)</a>', html, re.DOTALL)
    return {name: strip_tags(number).strip() for name, number in found}


def test_filters_count_what_each_choice_leaves_and_each_is_taken_away_by_a_click():
    now = timezone.now()
    harbour = f.section("harbour", name="Harbour")
    pier = f.section("pier", harbour, name="Pier")
    city = f.section("city", name="City")
    boats, fish = f.TagFactory(name="Boats"), f.TagFactory(name="Fish")
    jae, mina = f.AuthorFactory(name="Jae"), f.AuthorFactory(name="Mina")
    week = now - datetime.timedelta(days=6)
    made = [
        (now - HOUR, harbour, [boats], [jae], "report"),
        (week, pier, [boats, fish], [mina], "opinion"),
        (now - datetime.timedelta(days=300), city, [fish], [mina], "report"),
    ]
    for number, (at, section, tags, bylines, kind) in enumerate(made):
        f.published(
            at,
            headline=f"Ferry {number}",
            section=section,
            tags=tags,
            bylines=bylines,
            kind=kind,
        )
    f.published(headline="No such boat", section=city, body_html="<p>None.</p>")

    assert choices(page("ferry")) == {
        "Harbour": "2",
        "City": "1",
        "Boats": "2",
        "Fish": "2",
        "Jae": "1",
        "Mina": "2",
        "Past 24 hours": "1",
        "Past week": "2",
        "Past month": "2",
        "Past year": "3",
        "Report": "2",
        "Opinion": "1",
    }
    html = page("ferry", section="harbour", kind="opinion")
    assert status(html) == "1 story for “ferry”"
    told = choices(html)
    # Others of a dimension count with all that is chosen elsewhere.
    assert (told["Harbour"], told["Pier"], told["Report"], told["Opinion"]) == ("1", "1", "1", "1")
    assert "City" not in told
    chips = re.findall(r'class="chip" rel="nofollow" href="\?q=ferry&amp;([^"]*)"', html)
    assert chips == ["kind=opinion", "section=harbour"]
    for narrowed, expected in (
        ({"section": "harbour"}, ["Ferry 0", "Ferry 1"]),
        ({"section": "harbour/pier"}, ["Ferry 1"]),
        ({"tag": str(fish.pk), "author": str(mina.pk)}, ["Ferry 1", "Ferry 2"]),
        ({"period": "day"}, ["Ferry 0"]),
        ({"period": "year", "kind": "report"}, ["Ferry 0", "Ferry 2"]),
        ({"to": f"{week:%Y-%m-%d}"}, ["Ferry 1", "Ferry 2"]),
        ({"from": f"{now:%Y-%m-%d}", "to": f"{week:%Y-%m-%d}"}, ["Ferry 0", "Ferry 1"]),
        ({"section": "city", "period": "week"}, []),
        ({"tag": "999999"}, []),
        ({"section": "nowhere", "kind": "x", "tag": "-1", "period": "age"}, None),
    ):
        shown = sorted(headlines("ferry", **narrowed))
        assert shown == (["Ferry 0", "Ferry 1", "Ferry 2"] if expected is None else expected)
    html = page("ferry", section="city", period="week")
    assert "Without the filters there are 3 stories" in html
    html = page("ferry", **{"from": "32.13.<b>"})
    assert "“32.13.&lt;b&gt;” is no day" in html
    assert '<input type="hidden" name="section" value="harbour">' in page("x", section="harbour")


@pytest.mark.parametrize("recent", [(2, 4), (1, 5), (5_000, 25_000)])
def test_above_its_bound_it_says_more_than_and_at_least_and_still_narrows(monkeypatch, recent):
    monkeypatch.setattr("articles.search.finding.MOST", 4)
    monkeypatch.setattr("articles.search.finding.RECENT", recent)
    city, other = f.section("city", name="City"), f.section("other", name="Other")
    for number in range(6):
        at = timezone.now() - number * HOUR
        f.published(at, headline="Ferry", section=other if number == 5 else city)

    html = page("ferry")
    assert status(html).startswith("More than ")
    assert choices(html)["City"] == "at least 4+"
    assert len(headlines("ferry")) == 4
    assert len(headlines('"ferry" -boat', order="new")) == 4
    html = page("ferry", section="other")
    assert status(html) == "1 story for “ferry”"
    # What another section would bring nobody has counted.
    assert choices(html)["Other"] == ""


# What was meant ----------------------------------------------------------------------------------


def test_mistyped_words_are_mended_and_the_page_says_so():
    f.published(headline="Ferry across the harbour")
    write("ko", "나룻배 부두")
    write("ar", "وصلت العبارة")

    for typed, meant in (
        ("fery", "ferry"),
        ("harbuor ferrry", "harbour ferry"),
        ("나릇배", "나룻배"),
        ("العبرة", "العبارة"),
    ):
        html = page(typed)
        assert status(html) == f"1 story for “{meant}”", typed
        assert f"Nothing has the words “{typed}”" in html
        literal = page(typed, literal="1")
        assert status(literal) == f"No story for “{typed}”"
    write("en", "A novel", "Fery is its name.")
    assert "Did you mean" not in page("fery")  # as many have the other word
    f.published(headline="Ferry again")
    html = page("fery")
    assert "1 story for “fery”" in status(html)
    assert 'href="?q=ferry">Did you mean “ferry”?' in html
    assert mending.distance("harbuor", "harbour", 2) == 1
    assert mending.distance("abcdef", "xyzuvw", 2) == 3


# What nobody may see -----------------------------------------------------------------------------


def test_nothing_unpublished_is_found_counted_suggested_or_shown_at_any_second(monkeypatch):
    now = timezone.now()
    section, tag = f.section("secret", name="Secret"), f.TagFactory(name="Zeppelinade")
    words = {"headline": "Zeppelin lands", "section": section, "tags": [tag]}
    f.draft(**words)
    f.in_review(**words)
    f.scheduled(**words)
    f.withdrawn(**words)
    embargoed = f.published(**words)
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=now + HOUR)
    leaving = f.published(headline="Airship leaves")
    Story.objects.filter(pk=leaving.pk).update(withdraw_at=now + HOUR)
    live = f.published(headline="A dull day", body_html="<p>Rain.</p>")
    publishing.save_story(live, None, replace(content_of(live), body_html="<p>Zeppelin.</p>"))

    def at(moment: datetime.datetime) -> tuple[str, str, str]:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return tuple(page(words) for words in ("zeppelin", "zepelin", "airship"))

    for html in at(now)[:2]:
        assert "No story for" in status(html)
        assert "Secret" not in html.split("search-found")[1].split("choice-tags")[0]
        assert "lands" not in html
        assert "Zeppelin" not in html
        assert "<mark>" not in html
    assert "1 story" in status(at(now + HOUR - datetime.timedelta(microseconds=1))[2])
    found, mended, gone = at(now + HOUR)
    assert "1 story" in status(found)
    assert "1 story for “zeppelin”" in status(mended)
    assert "No story" in status(gone)


# Any input, and what it costs --------------------------------------------------------------------


def test_names_that_stand_under_no_live_story_are_neither_told_by_number_nor_suggested():
    write("en", "Ferries cancelled")
    tag, source = f.TagFactory(name="Resignation"), f.AuthorFactory(name="Quentin Source")
    f.scheduled(tags=[tag], bylines=[source])

    # Numbers can be tried one by one; words be mistyped beside one that is mended to something.
    for html in (
        page("cancelled", tag=str(tag.pk)),
        page("cancelled", author=str(source.pk)),
        page("resignatiom OR quentim OR cancelld"),
    ):
        assert "esignation" not in html
        assert "uentin" not in html


def test_any_words_are_answered():
    f.published(headline="Ferry")
    for words in (
        *(
            '"',
            '""',
            "'",
            "-",
            "--",
            "OR",
            "OR OR -",
            "- ferry -",
            '-"ferry"',
            "-ferry",
            "the",
            "|",
        ),
        *(
            "a & | !:*",
            "\\",
            "%",
            "(((",
            "\x00",
            "ferry\x00",
            "ㄱ",
            "배",
            "x" * 10_000,
            "🎉",
            "\u200f",
        ),
        *('\u202eferry "', "“ferry”", "„Hafen“ −x", "e\u0301", "ſ", "ﷺ", "🎉 OR ferry", "it's:*A"),
        *("language:portal_english", "'language:portal_english'", "http://a.b/c?d=e", "1.2e9 -3"),
        *("\ud7a3" * 300, "ا" * 300, '"' * 300, "-".join("abc" * 60), "OR ".join("abc" * 60)),
    ):
        html = page(words)
        assert "search-form" in html, words
    assert "1 story for “ferry”" in status(page("“ferry”"))
    assert "1 story for “ferry”" in status(page('"ferry"'))
    assert "Type at least one word" in page("-ferry")
    assert Client().get("/search/", {"q": "x", "page": "9" * 5000}).status_code == 404
    assert 'value="a &quot;b"' in page('a "b')


@pytest.mark.parametrize("stories", [2, 24])
def test_a_search_costs_eight_statements_whatever_is_asked_and_found(stories, settings):
    settings.VERSION_CHECK_SECONDS = 60
    section = f.section("harbour", name="Harbour")
    for number in range(stories):
        f.published(
            headline=f"Ferry {number} and a harbour",
            section=section,
            tags=[f.TagFactory(), f.TagFactory()],
            bylines=[f.AuthorFactory(), f.AuthorFactory()],
            lead_image=f.picture() if number < 3 else None,
        )
    client = Client()
    for asked in ("q=ferry", "q=ferry&section=harbour&period=week", "q=%22and+a%22", "q=harbuor"):
        client.get(f"/search/?{asked}")
        with CaptureQueriesContext(connection) as captured:
            html = client.get(f"/search/?{asked}").content.decode()
        assert len(captured) <= 8, (asked, [one["sql"][:80] for one in captured])
        assert "ferry" in html.lower()


def test_the_form_stands_on_the_page_of_missing_addresses_and_in_sections():
    f.published(section=f.section("harbour", name="Harbour"))
    assert 'action="/search/"' in Client().get("/nothing/").content.decode()
    assert 'href="/search/?section=harbour"' in Client().get("/harbour/").content.decode()
    assert "Search in Harbour" in page(section="harbour")
    assert "Archive by date" in page()


def test_a_machine_that_asks_without_end_is_told_when_to_go_on(monkeypatch):
    f.published(headline="Ferry")
    monkeypatch.setattr(search_views, "_asked", limits.ReadingLimit(2, 60))
    stranger, other = Client(REMOTE_ADDR="81.2.69.142"), Client(REMOTE_ADDR="81.2.70.1")
    answers = [stranger.get("/search/?q=ferry") for _each in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert "no-store" in answers[2]["Cache-Control"]
    assert "That was too much at once" in answers[2].content.decode()
    assert not any(one.cookies for one in answers)
    assert answers[0]["ETag"] == answers[1]["ETag"]
    assert stranger.get("/search/").status_code == 200, "the form asks nothing of the database"
    assert other.get("/search/?q=ferry").status_code == 200
