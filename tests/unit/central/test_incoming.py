"""A part that comes in is made durable while it comes: what fails then fails the part, and its file waits for it."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from cxo_central.receiving.incoming import Incoming
from cxo_central.storage.folder_files import ArrivingFile
from cxo_central.storage.uploads import Upload, UploadStore
from cxo_core.problems import Code, Problem
from helpers.office_house import open_house
from helpers.problems_raised import raises

PART = 1000
ALL = os.urandom(PART * 3 // 2)


@pytest.fixture
def incoming(tmp_path: Path) -> Iterator[Incoming]:
    with open_house(tmp_path / "office") as house, ThreadPoolExecutor(1) as flusher:
        house.files.part_bytes = PART
        store = UploadStore(house.engine, house.now)
        upload = store.begin(Upload.new(device="", size=len(ALL), sha256="", days=1, now=house.now()))
        yield Incoming(store, house.files, upload, flusher=flusher)
        assert len(list(house.files.names())) == len(store.parts(upload.id)), "nothing lies there uncounted"


def test_half_a_part_is_flushed_while_the_other_half_comes_in(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed, sizes = threading.Event(), []

    def flush(file: ArrivingFile) -> None:
        sizes.append(os.fstat(file._descriptor).st_size)
        flushed.set()

    monkeypatch.setattr(ArrivingFile, "flush", flush)
    incoming.take([ALL[: PART // 2]])
    assert flushed.wait(10)
    incoming.take([ALL[PART // 2 : PART]])
    assert incoming.finish().offset == PART
    assert sizes == [PART // 2]


def test_a_flush_that_failed_is_a_part_that_failed(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flush(file: ArrivingFile) -> None:
        raise Problem(Code.OFFICE_FILES_FAILING, cause="a write that came too late")

    monkeypatch.setattr(ArrivingFile, "flush", flush)
    incoming.take([ALL[:PART]])
    with raises(Code.OFFICE_FILES_FAILING):
        incoming.finish()
    incoming.abandon()


def test_a_file_is_not_closed_while_it_is_flushed(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, goes_on = threading.Event(), threading.Event()

    def flush(file: ArrivingFile) -> None:
        began.set()
        assert goes_on.wait(10)
        os.fsync(file._descriptor)

    monkeypatch.setattr(ArrivingFile, "flush", flush)
    incoming.take([ALL[: PART - 1]])
    abandoning = threading.Thread(target=incoming.abandon)
    assert began.wait(10)
    abandoning.start()
    abandoning.join(0.2)
    assert abandoning.is_alive()
    goes_on.set()
    abandoning.join(10)
    assert not abandoning.is_alive()


def test_what_is_given_up_waits_for_what_is_still_being_written(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file would be closed under it, and the number it writes to may be another's by then."""
    began, goes_on, write = threading.Event(), threading.Event(), ArrivingFile.write

    def slow(file: ArrivingFile, *pieces: bytes | memoryview) -> None:
        began.set()
        assert goes_on.wait(10)
        write(file, *pieces)

    monkeypatch.setattr(ArrivingFile, "write", slow)
    with ThreadPoolExecutor(2) as threads:
        taking = threads.submit(incoming.take, [ALL[:10]])
        assert began.wait(10)
        abandoning = threads.submit(incoming.abandon)
        assert not wait([abandoning], 0.2).done
        goes_on.set()
        taking.result()
        abandoning.result()
