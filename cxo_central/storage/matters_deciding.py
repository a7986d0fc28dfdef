"""What the office says of a bundle: its decision, and what became of a finding. Only the laptop it came from is told."""

from sqlalchemy import Connection, Engine, select, update

from cxo_central.storage.audit import COMMAND
from cxo_central.storage.engine import writing
from cxo_central.storage.matters import put_in, standing
from cxo_central.storage.matters_audience import taking_turn
from cxo_central.storage.tables import bundles
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Decision, MatterKind


def decide(engine: Engine, decision: Decision, *, is_again: bool = False, who: str = COMMAND) -> Decision:
    """Decides on one revision; returns the decision that stands now.

    That is another one than was given where the office has decided otherwise before and `is_again` is not said.
    Raises Problem `matter-not-found` where the office has no such bundle, or does not know whose it is.
    """
    with writing(engine) as connection:
        taking_turn(connection)
        device = _sender(connection, decision.walkthrough, decision.revision)
        before = standing(connection, MatterKind.DECISION, decision.id)
        if before is not None:
            stands = Decision.from_json(before.content)
            is_same = (stands.verdict, stands.comments) == (decision.verdict, decision.comments)
            if is_same or not is_again:
                return stands
        put_in(connection, [decision], device=device, who=who)
        decided = (bundles.c.walkthrough == decision.walkthrough, bundles.c.revision == decision.revision)
        connection.execute(update(bundles).where(*decided).values(verdict=decision.verdict.value))
    return decision


def answer(engine: Engine, said: Answer, *, who: str = COMMAND) -> None:
    """Tells what became of a finding; what was answered before is replaced. Raises Problem as `decide` does."""
    with writing(engine) as connection:
        device = _sender(connection, said.walkthrough)
        put_in(connection, [said], device=device, who=who)


def _sender(connection: Connection, walkthrough: str, revision: int | None = None) -> str:
    asked = select(bundles.c.device).where(
        bundles.c.walkthrough == walkthrough, bundles.c.device.is_not(None)
    )
    if revision is not None:
        asked = asked.where(bundles.c.revision == revision)
    device = connection.execute(asked.order_by(bundles.c.revision.desc()).limit(1)).scalar()
    if device is None:
        name = walkthrough if revision is None else f"{walkthrough}.{revision}"
        raise Problem(Code.MATTER_NOT_FOUND, kind="bundle", id=name)
    return str(device)
