"""The headers of every answer, and which hosts and origins are answered."""

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
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers also hide a form's origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
"""These headers forbid: loading anything from elsewhere, scripts within a page, guessing of types,
embedding by another site, and access to devices such as the microphone. The page may ask for the
camera; nothing else may."""


def check_host(host: str, hosts: Collection[str]) -> None:
    """Check that a request is meant for this server, by its header `Host`.

    Otherwise a page elsewhere could read the answers, if its owner points its host name to
    127.0.0.1 (DNS rebinding). `hosts` are in lower case and without a port; empty for any.

    Raises
    ------
    RefusedError
        421 if it is meant for another host.
    """
    if hosts and _name(host) not in hosts:
        raise RefusedError(
            421, "wrong_host", f"this server does not answer to this host name, but to {min(hosts)}"
        )


def check_origin(asked: Headers, host: str) -> None:
    """Check that a request that makes the server work does not come from another site's page.

    Any page that is open in a browser on this machine can send a form or a picture to a loopback
    address. It sees no answer, but it could keep all readers busy. Browsers say where a request
    comes from; programs say nothing, and are answered. The rule is that of Go's
    `net/http.CrossOriginProtection`, explained in https://words.filippo.io/csrf/. `host` is the
    header of that name, with the port.

    Raises
    ------
    RefusedError
        403 if it comes from another site's page.
    """
    site = asked.get("Sec-Fetch-Site")
    if site is not None:
        is_own = site in ("same-origin", "none")
    else:
        # Browsers leave it out if the page came by plain HTTP from another machine.
        origin = asked.get("Origin")
        is_own = origin is None or _place(origin) == host.lower()
    if not is_own:
        raise RefusedError(
            403, "cross_origin", "a page of another site cannot make this server read something"
        )


def _place(origin: str) -> str | None:
    """Return the host and port of an origin; None if it has none, as the origin "null"."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
