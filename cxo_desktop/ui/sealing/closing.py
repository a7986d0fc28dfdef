"""Everything the page shows of a walkthrough that is to be closed, read in one go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxo_core.gaps import Gap, gaps
from cxo_core.rating_codes import Proposal, proposed
from cxo_core.walkthrough import Status, Walkthrough

if TYPE_CHECKING:
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.bundles import BundleRow


@dataclass(frozen=True, slots=True)
class Closing:
    """`office` is the name of whom bundles are sealed to, empty where none was told. `bundle`: the last sealed revision."""

    state: Walkthrough
    gaps: tuple[Gap, ...]
    proposals: tuple[Proposal, ...]
    office: str
    bundle: "BundleRow | None"

    @property
    def is_sealed(self) -> bool:
        return self.state.status is Status.SEALED

    @property
    def is_finished(self) -> bool:
        return self.state.status is Status.FINISHED

    @property
    def is_blocked(self) -> bool:
        return any(gap.lack.blocks for gap in self.gaps)


def closing(recording: "Recording", vault: "Vault") -> Closing:
    """Record lane."""
    from cxo_desktop.services.offices import office_of

    state = recording.state
    office = office_of(vault, recording.id)
    sealed = state.status is Status.SEALED
    return Closing(
        state,
        () if sealed else gaps(state),
        proposed(state),
        office.name if office else "",
        vault.bundles.latest(recording.id),
    )
