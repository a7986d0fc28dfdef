"""Papers: what the guide lists against what the window demands."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cxo_core.findings import Grade
from cxo_core.text import Text


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """One paper and all that happened with it. `copies_listed` is the guide's 份数; 0 means the guide names none.

    `due` is the ISO date of a 容缺 promise; `is_met` says whether it was kept, None while it is open.
    """

    id: str
    title: Text
    is_listed: bool
    is_required: bool
    is_sensitive: bool = False
    copies_listed: int = 0
    demanded: tuple[int, ...] = ()
    demanded_by: str = ""
    grade: Grade | None = None
    copies_demanded: int = 0
    given: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    deferred: int | None = None
    due: str = ""
    is_met: bool | None = None
    waived: bool = False
    note: str = ""

    @property
    def is_demanded(self) -> bool:
        return bool(self.demanded)

    @property
    def is_extra(self) -> bool:
        return self.is_demanded and not self.is_listed

    @property
    def is_unneeded(self) -> bool:
        """Listed as required and never asked for."""
        return self.is_listed and self.is_required and not self.is_demanded and not self.waived

    @property
    def copies_beyond(self) -> int:
        """How many copies more than the guide's 份数 were demanded."""
        return max(0, self.copies_demanded - self.copies_listed) if self.copies_listed else 0


@dataclass(frozen=True, slots=True)
class MaterialSets:
    """The sets of one walkthrough for guide list G and demanded set D, as ids in the order of the record.

    G holds the listed papers that are required and were not waived, and every listed one that was demanded (where it is
    conditional, its condition was met); so D∖G is exactly what is extra.
    """

    listed: tuple[str, ...]
    demanded: tuple[str, ...]
    extra: tuple[str, ...]
    unneeded: tuple[str, ...]
    repeated: tuple[str, ...]
    deferred: tuple[str, ...]
    waived: tuple[str, ...]
    beyond_copies: tuple[str, ...]

    @property
    def extra_rate(self) -> Fraction | None:
        """|D∖G| / |D|; None while nothing was demanded."""
        return Fraction(len(self.extra), len(self.demanded)) if self.demanded else None

    @property
    def guide_accuracy(self) -> Fraction | None:
        """|G∩D| / |G∪D|; None for a guide without papers of which none was demanded."""
        union = set(self.listed) | set(self.demanded)
        return Fraction(len(set(self.listed) & set(self.demanded)), len(union)) if union else None


def material_sets(materials: Iterable[MaterialRecord]) -> MaterialSets:
    """The sets over all papers of a record (DOMAIN: material sets)."""
    papers = tuple(materials)

    def ids(chosen: Iterable[MaterialRecord]) -> tuple[str, ...]:
        return tuple(paper.id for paper in chosen)

    return MaterialSets(
        listed=ids(p for p in papers if p.is_listed and (p.is_demanded or p.is_unneeded)),
        demanded=ids(p for p in papers if p.is_demanded),
        extra=ids(p for p in papers if p.is_extra),
        unneeded=ids(p for p in papers if p.is_unneeded),
        repeated=ids(p for p in papers if p.repeated),
        deferred=ids(p for p in papers if p.deferred is not None),
        waived=ids(p for p in papers if p.waived),
        beyond_copies=ids(p for p in papers if p.copies_beyond),
    )
