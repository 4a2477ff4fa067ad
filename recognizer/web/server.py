"""Runs and stops waitress, with options for a few people at home or in an office."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
import webbrowser
from pathlib import Path
from threading import Thread

from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from recognizer.console import complain
from recognizer.errors import RecognizerError, reason
from recognizer.web.app import create_app
from recognizer.web.channel import TAKEN, Channel
from recognizer.web.limits import IDLE_SECONDS, MAX_CONNECTIONS, THREADS

_ANY_OUTSIDE = {
    socket.AF_INET: ("10.253.155.219", 9),
    socket.AF_INET6: ("fd31:f903:5ab5:1::1", 9),
}
"""Private addresses that need not exist, with the port of the discard service."""


class AddressError(RecognizerError):
    """An address at which nothing can be served."""


class Server:
    """A web application at an address; for the socket see `listen`."""

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        # Waitress warns whenever a request waits for another, which is normal here.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._sockets: dict[int, object] = {}
        self._server: BaseWSGIServer = create_server(
            app,
            map=self._sockets,
            sockets=[listener],
            threads=THREADS,
            connection_limit=MAX_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=10,
            asyncore_use_poll=True,
            ident=None,
            **TAKEN,
        )
        self._server.channel_class = Channel
        # Waitress's own thread sends each answer in one piece. With 8 clients this saves a sixth of
        # the time, because threads wait less for each other. The option itself is deprecated.
        self._server.adj.send_bytes = 2**16

    def run(self) -> None:
        """Serve until `stop` is called or Ctrl+C is pressed; then finish the current requests."""
        try:
            self._server.run()
        finally:
            self._server.task_dispatcher.shutdown()
            for channel in list(self._server.active_channels.values()):
                channel.handle_write()  # send answers made after the loop ended
            wasyncore.close_all(self._sockets)

    def stop(self) -> None:
        """End `run`. Call it from another thread."""
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets))


def serve(
    host: str,
    port: int,
    model: Path | None = None,
    open_browser: bool = False,
    alphabet: str | None = None,
) -> None:
    """Serve the page until Ctrl+C is pressed or the process is terminated.

    `host` is a name or address of this machine; other machines can reach all but a loopback
    address. Port 0 is any that is free.

    Raises
    ------
    AddressError
        If it cannot serve at this address.
    ModelError
        If the model cannot be used.
    """
    with listen(host, port) as listener:
        address = listener.getsockname()[0]
        server = Server(create_app(model, hosts_of(host, address), alphabet), listener)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            url = url_of(host, listener)
            print(f"Recognizer at {url} (Ctrl+C stops it)", flush=True)  # noqa: T201
            if not is_loopback(address):
                complain("anyone who can reach this machine over the network can use it")
            if open_browser:
                # On a thread, because a browser in the terminal would block and wait for the page.
                Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            server.run()
        except KeyboardInterrupt:
            pass


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port`.

    Raises
    ------
    AddressError
        If this machine has no such address, or it is in use.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(place[:2], family=family)
    except (OSError, UnicodeError, OverflowError) as error:
        why = reason(error).partition(" (while ")[0]
        raise AddressError(f"cannot serve at {host} port {port}: {why}") from None


def url_of(host: str, listener: socket.socket) -> str:
    """Return the URL of the page; if it is served at all addresses, one that others can use."""
    address, port = listener.getsockname()[:2]
    if ipaddress.ip_address(address).is_unspecified:
        host = _own_address(listener.family)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _own_address(family: socket.AddressFamily) -> str:
    """Return this machine's address in the local network, or loopback if it has none.

    Nothing is sent: connecting a datagram socket only chooses a route. `werkzeug.serving` does the
    same.
    """
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANY_OUTSIDE[family])
        except OSError:
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"
        return str(probe.getsockname()[0])


def hosts_of(host: str, address: str) -> frozenset[str]:
    """Return the host names that a loopback server answers to; empty, for any, otherwise."""
    return frozenset({host.lower(), address, "localhost"} if is_loopback(address) else ())


def is_loopback(address: str) -> bool:
    """Tell whether only this machine can reach a numeric `address`."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback
