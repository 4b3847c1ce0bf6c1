"""Accounts: what the portal adds to allauth's pages, forms and mails (feature R9)."""
