"""The web page and the HTTP interface: Flask behind waitress. Needs the extra `web`.

``recognizer serve`` runs it. Any other WSGI server can run ``recognizer.web:create_app()``.
"""

from recognizer.web.app import create_app
from recognizer.web.server import serve

__all__ = ["create_app", "serve"]
