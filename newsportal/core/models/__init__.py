"""Models that know neither the newsroom nor the discussion."""

from newsportal.core.models.address import Address
from newsportal.core.models.page_version import PageVersion
from newsportal.core.models.rate_count import RateCount
from newsportal.core.models.site_settings import SiteSettings
from newsportal.core.models.user import User

__all__ = ["Address", "PageVersion", "RateCount", "SiteSettings", "User"]
