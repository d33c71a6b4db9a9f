"""The command before its package is loaded, which takes a while: an interrupt then is one line too.

Not within the package, as whatever is in there loads the whole of it first.
"""

import sys


def main() -> int:
    """Load the package and run the command; the exit status is that of `regentrials.cli.main`, 130 when interrupted."""
    try:
        from regentrials.cli import main as run
    except KeyboardInterrupt:
        print("regentrials: interrupted", file=sys.stderr)
        return 130
    return run()
