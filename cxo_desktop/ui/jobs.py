"""The lanes: three threads beside the window, each doing one thing after another, with answers on the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from cxo_core.problems import Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

NETWORK_PATIENCE_S = 1.5
"""How long the end of the program waits for a network that does not answer."""

T = TypeVar("T")
Told = Callable[[Problem], None]


@dataclass(eq=False)
class Job:
    """One piece of work on a lane. A cancelled job that has not begun never begins; one that runs ends unheard."""

    on_success: Callable[[Any], None] | None
    on_problem: Told | None
    owner: QObject | None
    is_cancelled: bool = False
    _future: "Future[Any] | None" = field(default=None, repr=False)

    def cancel(self) -> None:
        self.is_cancelled = True
        if self._future is not None:
            self._future.cancel()

    @property
    def is_heard(self) -> bool:
        """Whether anybody is still there to take the answer."""
        return not self.is_cancelled and (self.owner is None or shiboken6.isValid(self.owner))


class Lane(QObject):
    """One thread with its queue. `busy_changed` tells whether anything is waiting or running."""

    busy_changed = Signal(bool)
    _landed = Signal(object, object)

    def __init__(
        self,
        name: str,
        executor: "Executor | None" = None,
        *,
        on_problem: Told,
        on_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._executor = executor
        self._on_problem = on_problem
        self._on_bug = on_bug
        self._waiting = 0
        self._is_closed = False
        self._undone: set[Future[Any]] = set()
        self._landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        return self._waiting > 0

    def submit(
        self,
        call: Callable[[], T],
        on_success: Callable[[T], None] | None = None,
        on_problem: Told | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Queues `call`; its answer or its Problem arrives on the GUI thread, unless `owner` was deleted by then.

        A Problem nobody asked for goes to the window's banner; anything else is a bug and goes to the crash hook.
        """
        job = Job(on_success, on_problem, owner)
        if self._is_closed:
            job.is_cancelled = True
            return job
        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        future = self._thread().submit(call)
        job._future = future
        self._undone.add(future)
        future.add_done_callback(self._undone.discard)
        future.add_done_callback(lambda done: self._landed.emit(job, done))
        return job

    def close(self, *, drop_waiting: bool = False, patience_s: float | None = None) -> bool:
        """Takes no more work and waits for what is queued; `drop_waiting` keeps only what already runs.

        With `patience_s` no longer than that; whether everything had ended by then.
        """
        self._is_closed = True
        if self._executor is None:
            return True
        self._executor.shutdown(wait=patience_s is None, cancel_futures=drop_waiting)
        if patience_s is None:
            return True
        from concurrent.futures import wait

        return not wait(tuple(self._undone), timeout=patience_s).not_done

    def _thread(self) -> "Executor":
        """Made when first needed: nothing of it before the first picture."""
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(1, thread_name_prefix=self.objectName())
        return self._executor

    @Slot(object, object)
    def _deliver(self, job: Job, done: "Future[Any]") -> None:
        self._waiting -= 1
        try:
            if not done.cancelled():
                self._answer(job, done)
        finally:
            if not self._waiting:
                self.busy_changed.emit(False)

    def _answer(self, job: Job, done: "Future[Any]") -> None:
        try:
            answer = done.result()
        except Problem as problem:
            if job.is_heard:
                (job.on_problem or self._on_problem)(problem)
        except Exception as error:
            self._on_bug(error)
        else:
            if job.is_heard and job.on_success is not None:
                job.on_success(answer)


class Lanes:
    """*record* writes taps and reads the database, *work* handles files, images and PDF, *network* the rest.

    Taps are never behind a photo. Problems and bugs of all lanes come out at one door each.
    """

    def __init__(
        self,
        *,
        on_problem: Told,
        on_bug: Callable[[BaseException], None],
        executor: "Callable[[str], Executor] | None" = None,
    ) -> None:
        def lane(name: str) -> Lane:
            return Lane(name, executor(name) if executor else None, on_problem=on_problem, on_bug=on_bug)

        self.record = lane("record")
        self.work = lane("work")
        self.network = lane("network")

    @property
    def is_writing(self) -> bool:
        """Whether something would be lost by leaving now: a tap, a note or a photo on its way to the disk."""
        return self.record.is_busy or self.work.is_busy

    def close(self) -> bool:
        """Waits until every tap and photo is on the disk; what waits for the network waits for the next start.

        False where the network lane still hangs on an answer that does not come; nothing is lost with it.
        """
        is_over = self.network.close(drop_waiting=True, patience_s=NETWORK_PATIENCE_S)
        self.work.close()
        self.record.close()
        return is_over
