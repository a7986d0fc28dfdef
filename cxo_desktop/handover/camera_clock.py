"""What the clock of another device showed at a moment of ours: enough to read its times rightly, however wrong it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cxo_core.moment import Moment


@dataclass(frozen=True, slots=True)
class CameraClock:
    """`shows` is aware, in the device's own zone; `at` is when it showed that, by the laptop's clocks."""

    shows: datetime
    at: Moment

    @classmethod
    def of_laptop(cls, now: Moment) -> "CameraClock":
        """A camera of which nothing is known: taken to go like the laptop, in its zone."""
        return cls(now.wall, now)

    def age(self, written: datetime) -> timedelta:
        """How long before `at` a time was, as the device wrote it; without an offset it is in the device's zone."""
        zoned = written if written.tzinfo else written.replace(tzinfo=self.shows.tzinfo)
        return self.shows - zoned
