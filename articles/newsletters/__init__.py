"""Newsletters (feature R11): who gets them, what stands in them, and how they go out.

- `subscribing` and `suppressing` write who gets what; `tokens` makes the links of their mails,
  `confirming` the mails that ask.
- `composing` puts an issue together, `briefings` does it by the clock, `issuing` lets it go, stops
  and pauses it.
- `letters` makes its mail of what is public at that moment, `sending` hands it to the mail server
  address by address (`handing` speaks SMTP), `bounces` hears what came back.
"""
