"""A moderation service in OpenAI's form, theirs or one of your own (feature M7).

POST …/moderations with {"model", "input"} is answered with results[0]: `flagged`, `categories`
(name → true or false) and `category_scores` (name → 0 to 1). A category for which the environment
has a threshold holds from that score on; every other one as the service itself flags it. Only the
text and the model are sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from comments.screening import Strictness, Verdict
from comments.screening.external import (
    NoAnswer,
    Question,
    Request,
    Service,
    as_json,
    as_score,
)
from newsportal.core.outgoing import Answer

#: How services spell categories ("harassment/threatening"); one that is not is only “flagged”, and
#: its name, which the database might not even take, is kept nowhere.
CATEGORY = re.compile(r"[a-z0-9_/ -]{1,40}", re.IGNORECASE)
#: Categories kept with the signal, those with the highest scores.
KEPT = 5


@dataclass(frozen=True)
class ModerationService(Service):
    """The service with our key and the newsroom's thresholds."""

    name = "moderation_service"
    url: str
    key: str = field(repr=False)
    model: str
    thresholds: Mapping[str, float]

    def request(self, question: Question) -> Request:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        body = json.dumps({"model": self.model, "input": question.text})
        return Request(f"{self.url}/moderations", body.encode(), headers)

    def read(self, request: Request, answer: Answer) -> Verdict:  # noqa: ARG002 — the service's form
        flags, scores, flagged = _result(as_json(answer))
        reached = [name for name in scores if self._holds(name, flags, scores)]
        named = [name for name in scores if CATEGORY.fullmatch(name)]
        highest = sorted(named, key=lambda name: -scores[name])[:KEPT]
        inputs = {
            "model": self.model,
            "scores": {name: round(scores[name], 3) for name in highest},
        }
        if reached:
            top = max(reached, key=lambda name: scores[name])
            return Verdict(Strictness.HOLD, _code(top), scores[top], inputs=inputs)
        # A flag that belongs to no category that it names is believed all the same.
        if flagged and not any(flags.values()):
            return Verdict(Strictness.HOLD, "flagged", inputs=inputs)
        return Verdict(score=max(scores.values(), default=None), inputs=inputs)

    def _holds(self, name: str, flags: Mapping[str, bool], scores: Mapping[str, float]) -> bool:
        if name in self.thresholds:
            return scores[name] >= self.thresholds[name]
        return flags.get(name, False)


def _code(category: str) -> str:
    return category if CATEGORY.fullmatch(category) else "flagged"


def _result(said: dict[str, object]) -> tuple[dict[str, bool], dict[str, float], bool]:
    """The one result of an answer: flags and scores by category, and the flag over all.

    Raises NoAnswer where anything is of another kind.
    """
    match said:
        case {
            "results": [
                {
                    "flagged": bool(flagged),
                    "categories": dict(categories),
                    "category_scores": dict(given),
                }
            ]
        }:
            pass
        case _:
            raise NoAnswer("not_understood")
    scores = {str(name): as_score(value) for name, value in given.items()}
    if not all(isinstance(value, bool) for value in categories.values()):
        raise NoAnswer("not_understood")
    if not {name for name, flag in categories.items() if flag} <= scores.keys():
        raise NoAnswer("not_understood")  # a flag without its score
    return categories, scores, flagged


def service() -> ModerationService | None:
    """The service, where the environment names one."""
    asked = settings.OUTSIDE_CHECKS
    if not asked.moderation_url:
        return None
    return ModerationService(
        asked.moderation_url, asked.moderation_key, asked.moderation_model, asked.thresholds
    )
