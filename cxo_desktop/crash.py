"""What is left of a bug: a report that tells where it happened, and nothing of what anybody wrote."""

import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from cxo_desktop.paths import home

KEPT = 20
"""How many reports stay in the folder; the oldest go first."""

Tell = Callable[[str, Path | None], None]


def report(error: BaseException) -> str:
    """Versions, and of each error in the chain its type and the lines it came through.

    An error's own message is left out: it may repeat a name, a path or a sentence of the record.
    """
    import platform

    lines = [
        f"cxo-desktop {_version('cxo-desktop')}, PySide6 {_version('PySide6_Essentials')}",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}",
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    ]
    for each in _chain(error):
        number = f" errno {each.errno}" if isinstance(each, OSError) else ""
        lines += ["", f"{type(each).__module__}.{type(each).__qualname__}{number}"]
        lines += [
            f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}"
            for frame, line in walk_tb(each.__traceback__)
        ]
    return "\n".join(lines) + "\n"


def keep(text: str, folder: Path | None = None) -> Path | None:
    """Writes the report into the program's own folder; None where even that cannot be written."""
    folder = folder or home() / "crashes"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(text, "utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def install(tell: Tell) -> Callable[[BaseException], None]:
    """Makes every uncaught error, in whatever thread, a kept report; `tell` shows it. Returns the same door for lanes."""

    def caught(error: BaseException) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.exit(130)
        text = report(error)
        print(text, file=sys.stderr)
        tell(text, keep(text))

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught(error)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            caught(arguments.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook
    return caught


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Each error once: `raise a from b` may close a circle."""
    told: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in told:
        yield each
        told.add(id(each))
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _place(file: str) -> str:
    """The file without the folders above its package: those may carry the user's name."""
    return "/".join(Path(file).parts[-2:])


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "?"
