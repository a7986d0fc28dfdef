"""People's consent with its days: when it was noted and taken back, and what each office that was asked to destroy has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxo_core.event import Event
from cxo_core.privacy import Person
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.services.vault import Vault
from cxo_desktop.services.withdrawing import wish_id


@dataclass(frozen=True, slots=True)
class Asked:
    """One office that was asked to destroy what it holds. `confirmed`: when its signed answer came, None while it has not."""

    office: str
    at: datetime
    confirmed: datetime | None


@dataclass(frozen=True, slots=True)
class Consent:
    """One person of one record: noted last at `noted`, consent taken back at `withdrawn` where it was."""

    walkthrough: str
    person: Person
    noted: datetime
    withdrawn: datetime | None
    asked: tuple[Asked, ...] = ()


def consents_of(vault: Vault, state: Walkthrough, events: Sequence[Event]) -> tuple[Consent, ...]:
    """Everybody in the record, in the order in which they were noted. `events`: those that `state` was folded from."""
    if not state.persons:
        return ()
    names = {office.id: office.name for office in vault.offices.every()}
    wishes = [row for row in vault.withdrawals.every() if row.walkthrough == state.id]

    def asked(person: Person) -> tuple[Asked, ...]:
        if person.withdrawn is None:
            return ()
        said = events[person.withdrawn - 1]
        theirs = (row for row in wishes if row.id == wish_id(said, row.office))
        return tuple(Asked(names.get(row.office, row.office), row.at, row.confirmed_at) for row in theirs)

    return tuple(
        Consent(
            state.id,
            each,
            state.entry(each.seq).wall,
            None if each.withdrawn is None else state.entry(each.withdrawn).wall,
            asked(each),
        )
        for each in state.persons
    )
