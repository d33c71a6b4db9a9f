"""The command, as `python -m regentrials`."""

import sys

from regentrials.cli import main

if __name__ == "__main__":
    sys.exit(main())
