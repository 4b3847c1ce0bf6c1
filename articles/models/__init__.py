"""The newsroom's nouns, one a file."""

from articles.models.author import Author
from articles.models.banner import Banner
from articles.models.correction import Correction, CorrectionEvent, CorrectionWording
from articles.models.debt import DebtReading, StoryDebt
from articles.models.desk import Autosave, EditorialNote, Presence, PreviewLink, SectionLimit
from articles.models.document import Document
from articles.models.embed import EmbedTitle
from articles.models.error_report import ErrorReport
from articles.models.following import Following
from articles.models.front import Front, FrontVersion
from articles.models.image import Image
from articles.models.issue import Issue, IssueEvent, IssueStory, Recipient
from articles.models.live_update import LiveBlog, LiveEvent, LiveUpdate, LiveUpdateRevision
from articles.models.menu import MenuItem
from articles.models.newsletter import Newsletter
from articles.models.page import Page
from articles.models.revision import (
    PageEvent,
    PageRevision,
    PublicVersion,
    StoryEvent,
    StoryRevision,
)
from articles.models.saved_story import SavedStory
from articles.models.section import Section
from articles.models.series import Series
from articles.models.slot import Slot
from articles.models.standards import Standards
from articles.models.story import (
    Byline,
    SectionListing,
    Story,
    StoryActivity,
    StoryPicture,
    StoryRead,
)
from articles.models.subscription import Subscriber, Subscription, Suppression
from articles.models.tag import Tag

__all__ = [
    "Author",
    "Autosave",
    "Banner",
    "Byline",
    "Correction",
    "CorrectionEvent",
    "CorrectionWording",
    "DebtReading",
    "Document",
    "EditorialNote",
    "EmbedTitle",
    "ErrorReport",
    "Following",
    "Front",
    "FrontVersion",
    "Image",
    "Issue",
    "IssueEvent",
    "IssueStory",
    "LiveBlog",
    "LiveEvent",
    "LiveUpdate",
    "LiveUpdateRevision",
    "MenuItem",
    "Newsletter",
    "Page",
    "PageEvent",
    "PageRevision",
    "Presence",
    "PreviewLink",
    "PublicVersion",
    "Recipient",
    "SavedStory",
    "Section",
    "SectionLimit",
    "SectionListing",
    "Series",
    "Slot",
    "Standards",
    "Story",
    "StoryActivity",
    "StoryDebt",
    "StoryEvent",
    "StoryPicture",
    "StoryRead",
    "StoryRevision",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Tag",
]
