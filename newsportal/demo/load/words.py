"""What the load seed writes: headlines made of parts, texts dealt out of the demonstration's own.

The paragraphs are real prose, so that a word is as frequent as in a newspaper and search has real
work to do. They are cleaned once, here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from articles import markup
from comments.markup import render_comment
from newsportal.demo import content_files

WHO = (
    "Harbour council|City hall|The assembly|Port workers|Night nurses|Ferry crews|The central bank"
    "|Farmers|The water board|Teachers|Archivists|The fisheries office|Tram drivers|The ombudsman"
    "|Shipyard owners|The coast guard|Students|The opera|Rovers|The weather service|Tenants"
    "|The auditors|Beekeepers|Island mayors|The health office|Cable engineers|The museum"
    "|Market traders|Judges|The library|Glassmakers|The grid operator"
).split("|")
DOES = (
    "delays|approves|questions|withdraws|defends|rewrites|loses|wins|publishes|halts|doubles"
    "|inspects|sells|buys back|reopens|maps|counts|rejects|tests|shortens|postpones|audits"
    "|repairs|abandons|expands|votes on|settles|appeals against"
).split("|")
WHAT = (
    "the harbour tax|a night ferry|its housing plan|the school roof|the herring quota|a tram line"
    "|the rent index|the flood wall|a clinic|the festival|the pension rule|a wind farm"
    "|the exam results|the bread price|a bridge|the lake report|the cinema|the parking map"
    "|the turbine order|a peace march|the sleep study|the budget|the ice road|the archive"
    "|a rescue boat|the music school|the land register|the heat plan|the dredging contract"
    "|the clock tower|a vaccine round|the library hours"
).split("|")
WHERE = (
    "in Lower Torn|on Low Quay|at Kestrel|along the Aske|in Port Salim|on the Drummet"
    "|in Harbour City|at Lake Ondra|in the Strait|on Mill Street|in the outer harbour"
    "|at the assembly|in the hill towns|on Stair Mill|after a long night|for the third time"
    "|before the winter|despite warnings|by a single vote|in a quiet session"
).split("|")
FIRST = "Ana|Bela|Cato|Dario|Elin|Femi|Gudrun|Hana|Ivo|Jun|Kofi|Lena|Mads|Noor|Orla|Pia|Rafi|Sena|Tove|Yuna".split(  # noqa: E501
    "|"
)
LAST = "Abara|Brandt|Costa|Dahl|Eriksen|Forsgren|Greve|Haddad|Ilves|Jansen|Kimura|Lund|Moreau|Nkemelu|Okafor|Park|Quist|Reyes|Sol|Tanaka".split(  # noqa: E501
    "|"
)


@dataclass(frozen=True)
class Paragraph:
    html: str
    text: str


def _plain(html: str) -> str:
    return markup.plain_text(html).strip()


@dataclass
class Words:
    """Deals out texts; the same seed deals the same."""

    random: Random
    paragraphs: list[Paragraph] = field(default_factory=list)
    standfirsts: list[str] = field(default_factory=list)
    comments: list[Paragraph] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int) -> Words:
        content = content_files.read()
        words = cls(Random(seed))
        for story in content.stories:
            words.standfirsts.append(story.standfirst)
            for piece in re.findall(r"<p>.*?</p>", story.body, re.DOTALL):
                html = markup.clean_story_html(piece)
                words.paragraphs.append(Paragraph(html, _plain(html)))
            for comment in story.comments:
                html = render_comment(comment.text)
                words.comments.append(Paragraph(html, comment.text))
        return words

    def perhaps(self, share: float) -> bool:
        """True so often, such as 0.3 for three times in ten."""
        return self.random.random() < share

    def headline(self) -> str:
        pick = self.random.choice
        return f"{pick(WHO)} {pick(DOES)} {pick(WHAT)} {pick(WHERE)}"

    def standfirst(self) -> str:
        return self.random.choice(self.standfirsts)

    def body(self) -> Paragraph:
        """Several hundred words: the median of the demonstration's stories is seven paragraphs."""
        chosen = self.random.sample(self.paragraphs, self.random.randint(4, 11))
        return Paragraph(
            "".join(one.html for one in chosen), "\n\n".join(one.text for one in chosen)
        )

    def comment(self) -> Paragraph:
        """One or two remarks; most are unlike any other."""
        chosen = self.random.sample(self.comments, self.random.choice((1, 2, 2)))
        return Paragraph(
            "".join(one.html for one in chosen), "\n\n".join(one.text for one in chosen)
        )

    def name(self, number: int) -> str:
        """A name for each number, a second time only after 400."""
        return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
