"""Accounts: what the portal adds to allauth's sign-up and sign-in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django import forms


class AccountAdapter(DefaultAccountAdapter):
    """How accounts are made here."""


class SignUpFields(forms.Form):
    """What sign-up asks besides address and password."""

    def signup(self, request, user):
        """Called by allauth."""
