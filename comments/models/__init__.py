"""The discussion's nouns, one a file."""

from comments.models.clearing import Clearing
from comments.models.comment import LISTED, MAX_DEPTH, Comment, Reason, branch_end
from comments.models.control import Control
from comments.models.discussion import (
    Discussion,
    OpeningHours,
    OutsideHours,
    Policy,
    ReadingPace,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
)
from comments.models.event import CommentEvent, Signal
from comments.models.queue_alarm import QueueAlarm
from comments.models.reaction import Reaction, ReactionKind
from comments.models.sanction import Sanction, SanctionEvent
from comments.models.version import CommentVersion

__all__ = [
    "LISTED",
    "MAX_DEPTH",
    "Clearing",
    "Comment",
    "CommentEvent",
    "CommentVersion",
    "Control",
    "Discussion",
    "OpeningHours",
    "OutsideHours",
    "Policy",
    "QueueAlarm",
    "Reaction",
    "ReactionKind",
    "ReadingPace",
    "Reason",
    "Sanction",
    "SanctionEvent",
    "SectionDiscussion",
    "Signal",
    "SiteDiscussion",
    "TagDiscussion",
    "branch_end",
]
