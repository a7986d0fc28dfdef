"""A crash report tells where, and nothing of what anybody wrote."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_desktop import crash


@pytest.fixture(autouse=True)
def _hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def failed(secret: str) -> BaseException:
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise OSError(28, secret, f"/home/officer/{secret}") from error
    except OSError as error:
        return error


def test_the_report_names_types_and_places_of_the_whole_chain_but_no_message_and_no_folder() -> None:
    report = crash.report(failed("王小梅"))
    assert "builtins.OSError errno 28" in report
    assert "builtins.KeyError" in report
    assert "desktop/test_crash.py:" in report
    assert "王小梅" not in report
    assert str(Path(__file__).parents[2]) not in report


def test_errors_that_cause_each_other_are_reported_once_each() -> None:
    error, cause = OSError(28), KeyError()
    error.__cause__, cause.__cause__ = cause, error
    report = crash.report(error)
    assert (report.count("builtins.OSError"), report.count("builtins.KeyError")) == (1, 1)


def test_reports_are_kept_in_the_programs_home_and_the_oldest_go_first(tmp_path: Path) -> None:
    kept = [crash.keep(f"report {number}") for number in range(crash.KEPT + 3)]
    folder = tmp_path / "cxo-home" / "crashes"
    assert sorted(folder.iterdir()) == sorted(path for path in kept[3:] if path)


def test_where_nothing_can_be_written_the_report_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert crash.keep("report", tmp_path / "file" / "crashes") is None


def test_every_uncaught_error_of_every_thread_comes_out_at_one_door(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told: list[str] = []
    door = crash.install(lambda report, path: told.append(report))
    door(ValueError("secret"))
    sys.excepthook(RuntimeError, RuntimeError("secret"), None)
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    assert ["ValueError" in told[0], "RuntimeError" in told[1], "ZeroDivisionError" in told[2]] == [True] * 3
    assert "secret" not in capsys.readouterr().err


def test_ctrl_c_ends_the_program_quietly() -> None:
    crash.install(lambda report, path: pytest.fail("told of an interruption"))
    with pytest.raises(SystemExit):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
