"""Takes allauth's lists of keys out of the newsroom: nobody reads or changes another's secrets.

An administrator takes a lost factor away on the person's page (newsportal/people/admin/acts.py).
"""

from allauth.mfa import admin as factors  # noqa: F401 -- registers what is taken out below
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social  # noqa: F401 -- the same
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

admin.site.unregister([Authenticator, SocialAccount, SocialApp, SocialToken])
