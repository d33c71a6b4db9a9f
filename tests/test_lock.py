"""Of two that write a data package at once, one is refused, and none loses what the other wrote."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from regentrials import canonical, lock, rewrite
from regentrials.cli import main
from regentrials.curation.rows import change_row
from regentrials.errors import RegenTrialsError
from regentrials.lock import LOCK, locked
from regentrials.package import DataPackage
from regentrials.validation import validate
from tests.conftest import Copy

needs_flock = pytest.mark.skipif(lock.fcntl is None, reason="the system locks no file")


def _note(copy: Copy, number: int, text: str) -> list[Path]:
    return change_row(copy.folder, "trials", copy.rows("trials")[number]["trial_id"], {"notes": text})


def test_nobody_writes_while_another_does(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second writer comes between the first one's look at the files and its writing of them."""
    replace_all, refused = rewrite.replace_all, []

    def interrupted(folder: Path, contents: Mapping[str, bytes]) -> None:
        if folder == copy.folder:
            monkeypatch.setattr(rewrite, "replace_all", replace_all)
            with pytest.raises(RegenTrialsError, match=r"another regentrials writes here, as .*regentrials-lock says"):
                _note(copy, 2, "The second one's.")
            refused.append(folder)
        replace_all(folder, contents)

    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    monkeypatch.setattr(rewrite, "replace_all", interrupted)
    _note(copy, 1, "The first one's.")
    assert refused
    assert [row["notes"] for row in copy.rows("trials")[1:3]].count("The first one's.") == 1
    _note(copy, 2, "The second one's.")
    assert {"The first one's.", "The second one's."} <= {row["notes"] for row in copy.rows("trials")}


@pytest.mark.parametrize("module", [rewrite, canonical])
def test_what_another_wrote_while_this_one_waited_is_not_lost(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    @contextmanager
    def late(folder: Path) -> Iterator[None]:
        monkeypatch.setattr(module, "locked", locked)
        _note(copy, 2, "Written meanwhile.")
        with locked(folder):
            yield

    copy.write("claims", copy.rows("claims")[::-1])
    monkeypatch.setattr(module, "locked", late)
    if module is canonical:
        assert main(["fix", str(copy.folder)]) == 0
    else:
        with pytest.raises(RegenTrialsError, match="was changed meanwhile; run it again"):
            _note(copy, 1, "Too late.")
    assert copy.rows("trials")[2]["notes"] == "Written meanwhile."
    assert validate(copy.package) == []


def test_what_another_wrote_since_the_rows_were_read_is_not_lost(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_unfit = rewrite.refuse_unfit

    def late(package: DataPackage) -> None:
        monkeypatch.setattr(rewrite, "refuse_unfit", refuse_unfit)
        refuse_unfit(package)
        _note(copy, 2, "Written meanwhile.")

    monkeypatch.setattr(rewrite, "refuse_unfit", late)
    with pytest.raises(RegenTrialsError, match=r"trials\.csv was changed meanwhile; run it again"):
        _note(copy, 1, "Too late.")
    assert copy.rows("trials")[2]["notes"] == "Written meanwhile."


def test_a_lock_is_gone_however_the_writing_ends(copy: Copy) -> None:
    _note(copy, 1, "A note.")
    with pytest.raises(KeyboardInterrupt), locked(copy.folder):
        assert (copy.folder / LOCK).exists()
        raise KeyboardInterrupt
    assert not (copy.folder / LOCK).exists()


def test_a_lock_is_no_program(copy: Copy) -> None:
    with locked(copy.folder):
        assert not (copy.folder / LOCK).stat().st_mode & 0o111


@needs_flock
@pytest.mark.parametrize("end", ["SIGTERM", "SIGKILL"])
def test_a_writer_that_was_killed_keeps_nobody_out(copy: Copy, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    held = "from pathlib import Path; from regentrials.lock import locked; import sys, time\n"
    held += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with Popen([sys.executable, "-c", held, str(copy.folder)], stdout=PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(RegenTrialsError, match="another regentrials writes here"):
            _note(copy, 1, "Too early.")
        other.send_signal(signal.Signals[end])
        other.wait()
    _note(copy, 1, "A note.")
    assert copy.rows("trials")[1]["notes"] == "A note."
    assert not (copy.folder / LOCK).exists()


@needs_flock
def test_the_file_of_a_lock_that_is_let_go_is_not_taken_for_one(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the file and its locking, its holder removes it, and a third one makes another."""
    opened = lock._opened

    def late(file: Path) -> tuple[int, bool]:
        monkeypatch.setattr(lock, "_opened", opened)
        found = opened(file)
        file.unlink()
        file.touch()
        return found

    monkeypatch.setattr(lock, "_opened", late)
    (copy.folder / LOCK).touch()
    assert lock._taken(copy.folder / LOCK) is None
    with locked(copy.folder):
        pass


@pytest.mark.parametrize("lacking", ["module", "file system"])
def test_where_the_system_locks_no_file_the_one_that_is_left_is_named_with_its_remedy(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lacking: str
) -> None:
    def unsupported(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    if lacking == "module":
        monkeypatch.setattr(lock, "fcntl", None)
    else:
        monkeypatch.setattr("fcntl.flock", unsupported)
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    (copy.folder / LOCK).touch()
    copy.write("claims", copy.rows("claims")[::-1])
    before = (copy.folder / "data/claims.csv").read_bytes()
    assert main(["fix", str(copy.folder)]) == 2
    said = capsys.readouterr().err
    assert f"as {copy.folder / LOCK} says; wait for it, or remove that file if none runs" in said
    assert (copy.folder / "data/claims.csv").read_bytes() == before
    (copy.folder / LOCK).unlink()
    assert main(["fix", str(copy.folder)]) == 0
    assert not (copy.folder / LOCK).exists()


def test_who_has_nothing_to_write_needs_no_lock(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with locked(copy.folder):
        assert main(["fix", str(copy.folder)]) == 0


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegenTrialsError, match="can't be written"), locked(tmp_path / "none"):
        pass
