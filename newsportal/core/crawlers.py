"""The robots of makers of AI, by what they fetch for, and the lines of robots.txt (feature R4).

A newspaper may want to be found in an assistant's answers and not be learned from: makers keep
these apart by the names of their robots, so the newspaper's settings do so too, by purpose. The
names and purposes are their own words, where they have any, read in November 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Purpose(Enum):
    """What a robot fetches for; the value is the switch of `SiteSettings`."""

    #: What it reads makes models; nothing leads back to us.
    TRAINING = "lets_ai_train"
    #: It keeps an index, from which an assistant answers and names its sources.
    SEARCH = "lets_ai_search"
    #: Somebody has asked an assistant about one page, and it goes to read it.
    PERSON = "lets_ai_fetch"


@dataclass(frozen=True)
class Crawler:
    """One name that robots.txt can speak to.

    Args:
        token: as it stands after “User-agent:”.
        maker: whose it is.
        source: where the maker says what it is for.
    """

    token: str
    maker: str
    purpose: Purpose
    source: str


_OPENAI = "https://platform.openai.com/docs/bots"
_ANTHROPIC = "https://support.claude.com/en/articles/8896518"
_GOOGLE = "https://developers.google.com/crawling/docs/crawlers-fetchers/google-common-crawlers"
_META = "https://developers.facebook.com/docs/sharing/webmasters/web-crawlers/"
_AMAZON = "https://developer.amazon.com/amazonbot"
_PERPLEXITY = "https://docs.perplexity.ai/guides/bots"
_MISTRAL = "https://docs.mistral.ai/robots"
#: A list kept by others, for makers who publish nothing of their own.
_LISTED = "https://github.com/ai-robots-txt/ai.robots.txt"

CRAWLERS = (
    Crawler("GPTBot", "OpenAI", Purpose.TRAINING, _OPENAI),
    Crawler("ClaudeBot", "Anthropic", Purpose.TRAINING, _ANTHROPIC),
    # No robot of its own: it says what may become of what Googlebot has read anyway. Google's
    # search does not go by it.
    Crawler("Google-Extended", "Google", Purpose.TRAINING, _GOOGLE),
    # The same for what Applebot has read.
    Crawler("Applebot-Extended", "Apple", Purpose.TRAINING, "https://support.apple.com/119829"),
    # A public archive of the web, from which most makers take.
    Crawler("CCBot", "Common Crawl", Purpose.TRAINING, "https://commoncrawl.org/ccbot"),
    Crawler("meta-externalagent", "Meta", Purpose.TRAINING, _META),
    Crawler("Amazonbot", "Amazon", Purpose.TRAINING, _AMAZON),
    Crawler("MistralAI-Training", "Mistral", Purpose.TRAINING, _MISTRAL),
    Crawler("Bytespider", "ByteDance", Purpose.TRAINING, _LISTED),
    Crawler("cohere-training-data-crawler", "Cohere", Purpose.TRAINING, _LISTED),
    Crawler("AI2Bot", "Allen Institute for AI", Purpose.TRAINING, "https://allenai.org/crawler"),
    Crawler("OAI-SearchBot", "OpenAI", Purpose.SEARCH, _OPENAI),
    Crawler("Claude-SearchBot", "Anthropic", Purpose.SEARCH, _ANTHROPIC),
    Crawler("PerplexityBot", "Perplexity", Purpose.SEARCH, _PERPLEXITY),
    Crawler("meta-webindexer", "Meta", Purpose.SEARCH, _META),
    Crawler("Amzn-SearchBot", "Amazon", Purpose.SEARCH, _AMAZON),
    Crawler("MistralAI-Index", "Mistral", Purpose.SEARCH, _MISTRAL),
    Crawler(
        "DuckAssistBot",
        "DuckDuckGo",
        Purpose.SEARCH,
        "https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot",
    ),
    # Some of these say that a person's wish counts for more than robots.txt.
    Crawler("ChatGPT-User", "OpenAI", Purpose.PERSON, _OPENAI),
    Crawler("Claude-User", "Anthropic", Purpose.PERSON, _ANTHROPIC),
    Crawler("Perplexity-User", "Perplexity", Purpose.PERSON, _PERPLEXITY),
    Crawler("meta-externalfetcher", "Meta", Purpose.PERSON, _META),
    Crawler("Amzn-User", "Amazon", Purpose.PERSON, _AMAZON),
    Crawler("MistralAI-User", "Mistral", Purpose.PERSON, _MISTRAL),
)

#: What may stand in a line of one's own, in lower case.
FIELDS = ("user-agent", "allow", "disallow", "crawl-delay", "sitemap")
LINE = re.compile(r"(?P<field>[A-Za-z-]+)\s*:\s*(?P<value>.*)")
#: Google reads half a megabyte of the whole file; nobody writes as much by hand.
MOST_CHARACTERS = 4_000


def of(purpose: Purpose) -> list[Crawler]:
    return [crawler for crawler in CRAWLERS if crawler.purpose is purpose]


def check_lines(text: str) -> None:
    """Refuse lines that no robot would read as they are meant (RFC 9309).

    Raises ValidationError with a sentence that names the line.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(
            _("This is too long: %(length)d characters, where %(limit)d fit.")
            % {"length": len(text), "limit": MOST_CHARACTERS}
        )
    has_group = False
    for number, line in enumerate(text.splitlines(), start=1):
        rule = line.partition("#")[0].strip()
        if not rule:
            continue
        field = _checked_field(rule, number)
        has_group = has_group or field == "user-agent"
        if field != "sitemap" and not has_group:
            raise ValidationError(
                _("Line %(number)d is for nobody: a “User-agent:” line has to stand before it.")
                % {"number": number}
            )


def _checked_field(rule: str, number: int) -> str:
    """What stands before the colon of a line, in lower case."""
    found = LINE.fullmatch(rule)
    field = found["field"].lower() if found else ""
    if found is None or field not in FIELDS:
        raise ValidationError(
            _("Line %(number)d is no line of robots.txt. It begins with one of: %(fields)s.")
            % {"number": number, "fields": ", ".join(name.capitalize() for name in FIELDS)}
        )
    value = found["value"].strip()
    is_path = value.startswith(("/", "*")) or (not value and field == "disallow")
    if field in ("allow", "disallow") and not is_path:
        raise ValidationError(
            _("Line %(number)d: a path begins with a slash, such as /archive/.")
            % {"number": number}
        )
    if field == "user-agent" and not value:
        raise ValidationError(
            _("Line %(number)d names nobody. Write * for all robots.") % {"number": number}
        )
    return field
