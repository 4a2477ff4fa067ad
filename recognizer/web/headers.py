"""What every answer carries, and whom it is for."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from recognizer.web.refusals import RefusedError

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Nothing comes from elsewhere, nothing runs that stands in a page, nothing is guessed."""


def check_host(host: str, hosts: Collection[str]) -> None:
    """Check that a request is meant for this server.

    A page elsewhere whose name its owner points to 127.0.0.1 (DNS rebinding) could read the
    answers of a server that minds only the address.

    Parameters
    ----------
    host : str
        The request's header of that name.
    hosts : collection of str
        Names the server answers to, in lower case and without a port; empty for any.

    Raises
    ------
    RefusedError
        421 if it is not.
    """
    if hosts and _name(host) not in hosts:
        raise RefusedError(
            421, "wrong_host", f"this server does not answer to this host, but to {min(hosts)}"
        )


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
