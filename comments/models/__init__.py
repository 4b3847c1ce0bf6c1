"""The discussion's nouns, one a file."""

from comments.models.appeal import APPEAL_MAX_LENGTH, Appeal, Resubmission, RuleText
from comments.models.claim import Claim
from comments.models.clearing import Clearing
from comments.models.comment import LISTED, MAX_DEPTH, Comment, LegalGround, Reason, branch_end
from comments.models.control import Control
from comments.models.decision import WORDS_LENGTH, Decision
from comments.models.desk_day import DeskDay
from comments.models.desk_event import DeskEvent
from comments.models.discussion import (
    Discussion,
    OpeningHours,
    OutsideHours,
    Policy,
    Profile,
    ReadingPace,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
)
from comments.models.dry_run import DryRun
from comments.models.erasure import ErasureReceipt, EvidenceOpening, SealedEvidence
from comments.models.event import CommentEvent, Signal
from comments.models.following import DiscussionFollow, DiscussionHabit
from comments.models.group_decision import GroupDecision
from comments.models.kept_sanction import KeptSanction
from comments.models.legal_notice import LegalDecision, LegalNotice, LegalNoticeEvent, NoticeGiver
from comments.models.month import ModerationMonth
from comments.models.mute import Mute
from comments.models.queue_alarm import QueueAlarm
from comments.models.reaction import Reaction, ReactionKind
from comments.models.reader_note import NOTE_LENGTH, ReaderNote
from comments.models.report import Report
from comments.models.sanction import Sanction, SanctionEvent
from comments.models.second_look import SPAM, SecondLook
from comments.models.transparency_report import TransparencyReport
from comments.models.version import CommentVersion
from comments.models.watch_list import WatchList
from comments.models.word_list import WordList

__all__ = [
    "APPEAL_MAX_LENGTH",
    "LISTED",
    "MAX_DEPTH",
    "NOTE_LENGTH",
    "SPAM",
    "WORDS_LENGTH",
    "Appeal",
    "Claim",
    "Clearing",
    "Comment",
    "CommentEvent",
    "CommentVersion",
    "Control",
    "Decision",
    "DeskDay",
    "DeskEvent",
    "Discussion",
    "DiscussionFollow",
    "DiscussionHabit",
    "DryRun",
    "ErasureReceipt",
    "EvidenceOpening",
    "GroupDecision",
    "KeptSanction",
    "LegalDecision",
    "LegalGround",
    "LegalNotice",
    "LegalNoticeEvent",
    "ModerationMonth",
    "Mute",
    "NoticeGiver",
    "OpeningHours",
    "OutsideHours",
    "Policy",
    "Profile",
    "QueueAlarm",
    "Reaction",
    "ReactionKind",
    "ReaderNote",
    "ReadingPace",
    "Reason",
    "Report",
    "Resubmission",
    "RuleText",
    "Sanction",
    "SanctionEvent",
    "SealedEvidence",
    "SecondLook",
    "SectionDiscussion",
    "Signal",
    "SiteDiscussion",
    "TagDiscussion",
    "TransparencyReport",
    "WatchList",
    "WordList",
    "branch_end",
]
