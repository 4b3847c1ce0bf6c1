"""Colleagues: who has which role, and invitations by mail (feature E5).

On layer 4, because roles span both apps; `newsportal.core` keeps the account itself.
"""
