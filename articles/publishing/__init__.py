"""The verbs of stories and pages: the only writer of their states and public copies (rule 3).

Every verb is one transaction: the row is locked, what time has done to it is recorded, then come
the guard on the state, the change, an append-only event, the versions of the pages that show it,
and whatever listens to it.
"""

from articles.publishing.copying import (
    newsroom_zone,
    rerender,
    story_slug,
    write_listings,
)
from articles.publishing.due import record_due, run_due
from articles.publishing.refiling import refile
from articles.publishing.refusals import Conflict, Refused
from articles.publishing.saving import create_page, create_story, restore, save_page, save_story
from articles.publishing.states import (
    MAY_APPROVE,
    MAY_PUBLISH,
    MAY_SEND_BACK,
    MAY_SUBMIT,
    MAY_TAKE_BACK,
    MAY_UNSCHEDULE,
    MAY_WITHDRAW,
    approve,
    break_embargo,
    cancel_change,
    keep_published,
    moment,
    publish,
    schedule,
    schedule_change,
    send_back,
    set_embargo,
    submit,
    take_back,
    unschedule,
    withdraw,
)

__all__ = [
    "MAY_APPROVE",
    "MAY_PUBLISH",
    "MAY_SEND_BACK",
    "MAY_SUBMIT",
    "MAY_TAKE_BACK",
    "MAY_UNSCHEDULE",
    "MAY_WITHDRAW",
    "Conflict",
    "Refused",
    "approve",
    "break_embargo",
    "cancel_change",
    "create_page",
    "create_story",
    "keep_published",
    "moment",
    "newsroom_zone",
    "publish",
    "record_due",
    "refile",
    "rerender",
    "restore",
    "run_due",
    "save_page",
    "save_story",
    "schedule",
    "schedule_change",
    "send_back",
    "set_embargo",
    "story_slug",
    "submit",
    "take_back",
    "unschedule",
    "withdraw",
    "write_listings",
]
