"""The newsroom's debts: what live stories owe their readers (feature E26).

Links and pictures stand in texts, and reading a hundred thousand texts for a page would take
minutes. So `reading` reads each story when it goes live or changes, and again every day, a few a
minute, and keeps what it finds; `report` asks what of that is still true. `kinds` is the list of
kinds, which other modules add to.
"""
