"""``python -m recognizer``: the same as the command ``recognizer``."""

import sys

from recognizer.cli import main

sys.exit(main())
