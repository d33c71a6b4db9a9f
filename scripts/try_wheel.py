"""Install the built wheel in an empty environment and load every table from another folder, with the network cut."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOAD = """
import socket
def refuse(*_, **__):
    raise SystemExit("a connection was tried")
socket.socket = socket.create_connection = refuse
import regentrials as rt
for row in rt.tables().itertuples():
    frame = rt.load(row.table)
    assert len(frame) == row.rows > 0, row
    assert rt.path(row.table).is_file()
    print(f"{row.table:<16} {row.rows:>5} rows")
assert "site-packages" in rt.__file__, rt.__file__
print("loaded", rt.__version__, "from", "an empty environment")
"""


def main() -> int:
    """Try the newest wheel of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path, help="the folder with the wheel")
    wheels = sorted(parser.parse_args().dist.glob("regentrials-*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        print("no wheel there; run: make build", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="regentrials-wheel-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheels[-1].resolve()], check=True)
        elsewhere = Path(folder) / "elsewhere"
        elsewhere.mkdir()
        return subprocess.run([python, "-I", "-c", LOAD], cwd=elsewhere, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
