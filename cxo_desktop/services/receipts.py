"""Taking in a receipt: the only way in which a bundle becomes delivered, over the network and from a stick alike."""

from datetime import datetime

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.services.office_time import hear_office
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.sync_log import LogLine


def receipt_for(row: BundleRow, content: bytes, office: OfficeKeys) -> Receipt:
    """The receipt read and found to answer for this bundle.

    Raises Problem `office-answers-strangely`: another key signed it, or it is for another file.
    """
    try:
        receipt = Receipt.read(content, office.receipt_key)
    except Problem as problem:
        why = f"receipt-{problem.details.get('why', 'unread')}"
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why=why) from problem
    if not receipt.is_for(sha256=row.sha256, manifest_digest=row.manifest_digest):
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why="receipt-for-another-file")
    return receipt


def take_receipt(
    vault: Vault, row: BundleRow, content: bytes, office: OfficeKeys, *, at: datetime, by: str = "send"
) -> BundleRow:
    """Verifies the receipt and makes the bundle delivered, all in one transaction with a line of the sync log.

    `by`: send or stick. Raises Problem `office-answers-strangely`; the bundle is then as before.
    """
    receipt = receipt_for(row, content, office)
    details = {"bytes": str(row.bytes), "received_at": receipt.received_at.isoformat()}
    line = LogLine(at, row.office, by, walkthrough=row.walkthrough_id, revision=row.revision, details=details)
    delivered = vault.bundles.deliver(row, content, at, line)
    hear_office(vault, receipt.received_at)
    return delivered
