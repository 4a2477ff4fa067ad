"""What every answer carries, whom it is for, and whose requests are answered."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from recognizer.web.refusals import RefusedError

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none, browsers hide a form's origin, too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
"""Nothing comes from elsewhere, nothing runs that stands in a page, nothing is guessed; no page of
another site holds this one or shows what is here; the page asks for no device but the pointer."""


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


def check_origin(asked: Headers, host: str) -> None:
    """Check that a request that makes the server work does not come from another site's page.

    Any page that is open in a browser on this machine may send a form or a picture to a loopback
    address: it sees no answer, but it can keep every reader busy. Browsers say where a request
    comes from; programs say nothing, and are answered. As Go's `net/http.CrossOriginProtection`
    does, with its reasons in https://words.filippo.io/csrf/.

    Parameters
    ----------
    asked : Headers
        Those of the request.
    host : str
        The one named `Host`, with its port.

    Raises
    ------
    RefusedError
        403 if it does.
    """
    site = asked.get("Sec-Fetch-Site")
    if site is not None:
        is_own = site in ("same-origin", "none")
    else:
        # Browsers leave it out where a page came by plain HTTP from another machine.
        origin = asked.get("Origin")
        is_own = origin is None or _place(origin) == host.lower()
    if not is_own:
        raise RefusedError(
            403, "cross_origin", "a page of another site cannot have this server read something"
        )


def _place(origin: str) -> str | None:
    """Return the host and port of an origin; None for one that has none, as "null"."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
