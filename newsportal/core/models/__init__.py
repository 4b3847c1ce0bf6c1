"""Models that know neither the newsroom nor the discussion."""

from newsportal.core.models.address import Address
from newsportal.core.models.beat import Beat
from newsportal.core.models.former_name import FormerName
from newsportal.core.models.not_found import IgnoredAddress, NotFound
from newsportal.core.models.notice import DigestRhythm, Notice, NoticeChoice
from newsportal.core.models.page_version import PageVersion
from newsportal.core.models.rate_count import RateCount
from newsportal.core.models.site_settings import SiteSettings
from newsportal.core.models.user import User
from newsportal.core.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "Address",
    "Beat",
    "DigestRhythm",
    "FormerName",
    "IgnoredAddress",
    "NotFound",
    "Notice",
    "NoticeChoice",
    "PageVersion",
    "RateCount",
    "SiteSettings",
    "User",
    "Webhook",
    "WebhookDelivery",
]
