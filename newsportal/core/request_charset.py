"""Requests are read as UTF-8, whatever they claim."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

FORM_WITH_FILES = "multipart/form-data"

# RFC 2046 section 5.1.1 allows 70 characters.
BOUNDARY = re.compile(r';\s*boundary=("[^"\\]{1,70}"|[^\s;"]{1,70})', re.IGNORECASE | re.ASCII)


def read_as_utf8(application: Application) -> Application:
    """Wrap the WSGI application so that no request chooses how it is decoded.

    Every page of ours is UTF-8 and so is what browsers send from it. A request that names another
    charset can only do harm: Django hands the name to Python before any middleware runs, and some
    codecs are no text encodings (an unhandled error, for any address with a query), others give
    half characters, which neither a page nor the database can hold.

    Args:
        application: Django's WSGI application.

    Returns:
        An application that sees Content-Type without parameters, but for the boundary of a form
        with files.
    """

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        content_type = environ.get("CONTENT_TYPE", "")
        if ";" in content_type:
            environ["CONTENT_TYPE"] = _without_parameters(content_type)
        return application(environ, start_response)

    return wrapped


def _without_parameters(content_type: str) -> str:
    kind = content_type.partition(";")[0].strip()
    boundary = BOUNDARY.search(content_type)
    if boundary and kind.lower() == FORM_WITH_FILES:
        return f"{FORM_WITH_FILES}; boundary={boundary[1]}"
    return kind
