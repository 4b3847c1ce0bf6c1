"""A kind of notice that belongs to no app, for tests of what the core does with any kind."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from newsportal.core import notice_kinds
from newsportal.core.notice_kinds import Kind, Outline, Told

CODE = "sample.rang"


@dataclass
class Sample:
    """What the kind answers; a test changes it."""

    hidden_from: set[int] = field(default_factory=set)
    not_offered_to: set[int] = field(default_factory=set)
    calls: int = 0
    headline: str = "The ferry is late"
    is_public: bool = False
    is_gone: bool = False

    def tell(self, told, person):
        self.calls += 1
        hidden = person.pk in self.hidden_from
        return [
            None if hidden else Told(f"Bell {one.ids['bell']} rang", f"/bells/{one.ids['bell']}/")
            for one in told
        ]

    def outline(self, code, ids):
        if self.is_gone:
            return None
        return Outline(
            line="A bell <rang> & rang",
            url=f"/bells/{ids['bell']}/",
            data={"bell": ids["bell"]},
            headline=self.headline,
            is_public=self.is_public,
        )


def register_sample(monkeypatch: pytest.MonkeyPatch, **fields: object) -> Sample:
    """Make the kind known for one test."""
    sample = Sample()
    monkeypatch.setattr(notice_kinds, "_kinds", dict(notice_kinds._kinds))
    notice_kinds.register(
        Kind(
            **{
                "code": CODE,
                "label": "Bells",
                "hint": "When a bell rings.",
                "template": "comments/mail/queue",
                "offered_to": lambda person: (
                    person.is_staff and person.pk not in sample.not_offered_to
                ),
                "tell": sample.tell,
                "outline": sample.outline,
                **fields,
            }
        )
    )
    return sample
