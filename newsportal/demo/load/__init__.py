"""The load seed (feature P4): many stories and comments, fast, to measure the portal with.

What it makes bears the source "load", by which `removing` finds it. It writes rows directly, as
the verbs would have left them, and is a named exception of house rule 3; a test compares its
counters with the truth.
"""

#: The mark of everything that the load seed brings.
SOURCE = "load"
#: Accounts of its readers end so; the name is reserved (RFC 2606), so no mail ever leaves.
DOMAIN = "load.invalid"
