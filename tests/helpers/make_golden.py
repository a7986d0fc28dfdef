"""Makes the golden bundles in tests/data/bundles: `python -m helpers.make_golden` in tests/. Made once per format version.

What is there is never made anew: these files must verify for ever. A new format version adds files beside them.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cxo_core.bodies import FIELDS
from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.office import OfficeKeys
from cxo_core.bundle.seal import Contents, seal
from cxo_core.canonical import sha256
from cxo_core.documents.checking import read_item, read_scheme
from cxo_core.kinds import Kind
from helpers.bundle_samples import SEED, Log, drawn_png, second_revision, started, walk

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "bundles"
IDENTITY = FOLDER / "office-identity.txt"
EXPECTED = FOLDER / "expected.json"

_BODIES: dict[Kind, dict[str, Any]] = {
    Kind.STEP_ENTERED: {"step": "hand-in"},
    Kind.STEP_LEFT: {"step": "hand-in", "outcome": "done"},
    Kind.MATERIAL_DEMANDED: {
        "material": "extra-1",
        "title": "租赁合同复印件",
        "by": "3 号窗",
        "grade": "witnessed",
    },
    Kind.MATERIAL_GIVEN: {"material": "extra-1", "copies": 2},
    Kind.MATERIAL_REPEATED: {"material": "extra-1", "by": "5 号窗", "grade": "statement"},
    Kind.MATERIAL_DEFERRED: {"material": "extra-1", "due": "2026-11-09"},
    Kind.MATERIAL_WAIVED: {"material": "extra-1", "note": "电子证照"},
    Kind.ATTITUDE_OBSERVED: {"act": "greeted", "observed": True},
    Kind.READING_TAKEN: {"indicator": "service", "value": 4},
    Kind.NOTE_WRITTEN: {"note_id": "n-1", "text": "𠮷 “引号” \\ 与\t制表符"},
    Kind.EVIDENCE_DESCRIBED: {"evidence": "e-9c21", "caption": "取号机"},
    Kind.EVIDENCE_MOVED: {"evidence": "e-9c21", "to": "hand-in"},
    Kind.EVIDENCE_REMOVED: {"evidence": "e-55aa", "reason": "拍到旁人"},
    Kind.FINDING_CHANGED: {"finding": "f-1", "severity": 2, "urgent": False, "suggestion": "清单公示"},
    Kind.FINDING_WITHDRAWN: {"finding": "f-2", "reason": "记错了"},
    Kind.CODE_CONFIRMED: {"code": "109", "confirmed": True},
    Kind.BURDEN_LOGGED: {"who": "staff", "minutes": 6, "note": "解释来意"},
    Kind.OFFICER_JOINED: {"officer": "o-2", "name": "第二位测试员", "duty": "researcher"},
    Kind.CLOCK_JUMPED: {"jump_ms": -61_000, "since": 3},
    Kind.INSPECTION_ARRIVED: {"staff": 2},
    Kind.UPLOAD_ENDED: {"size": 1_048_576, "result": "accepted"},
}
_AT_THE_END = {
    Kind.STARTED,
    Kind.CORRECTED,
    Kind.STRUCK,
    Kind.UNDONE,
    Kind.REDONE,
    Kind.FINISHED,
    Kind.SEALED,
}


def every_kind() -> Log:
    """A record that makes no sense as a walk and holds every kind of event, with full copies of a scheme and an item."""
    item = read_item(_resource("catalogue/food-licence-renewal.yaml"), "item").to_json()
    scheme = read_scheme(_resource("schemes/hall.yaml"), "scheme").to_json()
    log = Log().add(
        Kind.STARTED,
        walkthrough="w-everykind0001",
        item=item,
        scheme=scheme,
        role="applicant",
        channel="hall",
        hall="市政务服务中心",
        window="3",
        announced=True,
        accompanied=True,
        companion="研究员",
        officers=[{"id": "o-1", "name": "测试员", "duty": "officer"}],
        part=[],
        case="case-1",
        task="task-1",
        round="2026-4",
        program="policy",
    )
    log.photo("e-9c21", drawn_png(10)).photo("e-55aa", drawn_png(200))
    for finding in ("f-1", "f-2"):
        log.add(
            Kind.FINDING_NOTED,
            **{
                "finding": finding,
                "kind": "problem",
                "fact": "多要一份复印件",
                "class": "process",
                "grade": "document",
            },
            evidence=["e-9c21"],
        )
    for kind in Kind:
        if kind in _AT_THE_END or kind in (
            Kind.EVIDENCE_ATTACHED,
            Kind.FINDING_NOTED,
            Kind.REOPENED,
            *_PRIVATE,
        ):
            continue
        log.add(kind, **_BODIES.get(kind, {"note": "如所见"} if "note?" in FIELDS[kind] else {}))
    called = next(event.seq for event in log.events if event.kind is Kind.CALLED)
    left = next(event.seq for event in log.events if event.kind is Kind.LEFT)
    log.add(Kind.CORRECTED, target=called, reason="看错了窗口", body={"window": "5"})
    log.add(Kind.STRUCK, target=left, reason="没有离厅")
    struck = len(log.events)
    log.add(Kind.UNDONE, target=struck).add(Kind.REDONE, target=struck)
    return log.add(Kind.FINISHED).add(Kind.SEALED, revision=1)


_PRIVATE = (
    Kind.EVIDENCE_REDACTED,
    Kind.EVIDENCE_CHECKED,
    Kind.EVIDENCE_FLAGGED,
    Kind.EVIDENCE_SHOWS,
    Kind.EVIDENCE_QUARANTINED,
    Kind.PERSON_NOTED,
    Kind.CONSENT_WITHDRAWN,
)
"""Kinds that came after the first golden bundles, which are never made anew."""


def photos_with_people() -> Log:
    """A masked photo, one looked at, one put aside, and a consent that was taken back."""
    log = started("w-people00001").add(Kind.ARRIVED)
    log.photo("e-mask", drawn_png(30)).photo("e-look", drawn_png(60)).photo("e-away", drawn_png(90))
    masked = drawn_png(120)
    mask = {"do": "mask", "kind": "solid", "box": [1, 1, 6, 5]}
    log.add(Kind.PERSON_NOTED, person="p-1", label="3 号窗", basis="consent", consent="spoken")
    log.add(Kind.EVIDENCE_SHOWS, evidence="e-mask", persons=["p-1"])
    log.add(Kind.EVIDENCE_FLAGGED, evidence="e-mask", sensitive=["identity", "face"])
    log.add(
        Kind.EVIDENCE_REDACTED,
        evidence="e-mask",
        edits=[mask],
        media_type="image/png",
        bytes=len(masked),
        sha256=sha256(masked),
        width=8,
        height=8,
    )
    log.photos["e-mask"] = ("image/png", masked)
    seen = sha256(log.photos["e-look"][1])
    log.add(Kind.EVIDENCE_CHECKED, evidence="e-look", sha256=seen, outcome="nothing-to-mask")
    log.add(Kind.EVIDENCE_QUARANTINED, evidence="e-away", reason="屏幕上有密级标志")
    log.add(Kind.CONSENT_WITHDRAWN, person="p-1")
    return log.add(Kind.FINISHED).add(Kind.SEALED, revision=1)


def main() -> int:
    """Makes the bundles that are not there yet; those that are stay as they are for ever."""
    if not IDENTITY.exists():
        keys, secrets = OfficeKeys.new(
            "TEST KEY, published on purpose: opens nothing but the files beside it"
        )
        FOLDER.mkdir(parents=True, exist_ok=True)
        IDENTITY.write_text(secrets.identity_file(keys.name), encoding="utf-8", newline="\n")
        EXPECTED.write_text("{}\n", encoding="utf-8", newline="\n")
    recipients = [str(identity.to_public()) for identity in read_identities(IDENTITY)]
    told = json.loads(EXPECTED.read_text("utf-8"))
    log = walk()
    made: dict[str, Callable[[], Contents]] = {
        "walk-r1.cxo": log.contents,
        "walk-r2.cxo": lambda: _second(log, told["walk-r1.cxo"]["manifest_digest"]),
        "every-kind.cxo": lambda: every_kind().contents(),
        "photos-with-people.cxo": lambda: photos_with_people().contents(),
    }
    for name, contents in made.items():
        if name not in told:
            told[name] = _seal(name, contents(), recipients)
    EXPECTED.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 0


def _second(log: Log, first: str) -> Contents:
    second_revision(log, first)
    return log.contents(2, first)


def _seal(name: str, contents: Contents, recipients: Sequence[str]) -> dict[str, Any]:
    sealed = seal(FOLDER / name, contents=contents, signing_seed=SEED, recipients=recipients)
    return {
        "walkthrough": sealed.manifest.walkthrough,
        "revision": sealed.manifest.revision,
        "previous": sealed.manifest.previous,
        "manifest_digest": sealed.manifest_digest,
        "file_sha256": sealed.file_sha256,
        "events": sealed.manifest.events,
        "evidence": sorted(sealed.manifest.evidence),
    }


def _resource(path: str) -> str:
    return (ROOT / "resources" / path).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
