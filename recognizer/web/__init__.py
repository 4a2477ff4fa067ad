"""The reader on a web page and over HTTP: Flask behind waitress, on the extra `web`.

``recognizer serve`` runs it. Behind any other WSGI server: ``recognizer.web:create_app()``.
"""

from recognizer.web.app import create_app
from recognizer.web.server import serve

__all__ = ["create_app", "serve"]
