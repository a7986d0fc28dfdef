"""The words people read for what the core names: one place for every kind, clock, grade, role, stage and the like."""

from collections.abc import Mapping
from enum import StrEnum

from cxo_core.duration import Basis
from cxo_core.entry import Standing
from cxo_core.findings import Domain, FindingClass, FindingKind, Grade
from cxo_core.kinds import Kind
from cxo_core.limit import DayUnit, LimitKind, Verified
from cxo_core.moment import Entered
from cxo_core.roles import Channel, Role, Stage
from cxo_core.walkthrough import Status
from cxo_desktop.words import N_, _

KINDS: dict[Kind, str] = {
    Kind.ARRIVED: N_("Arrived"),
    Kind.GUIDED: N_("Guided"),
    Kind.TICKET_TAKEN: N_("Ticket taken"),
    Kind.BOOKING_CHECKED_IN: N_("Checked in with booking"),
    Kind.LINE_JOINED: N_("Joined the line"),
    Kind.CALLED: N_("Called"),
    Kind.SERVICE_STARTED: N_("Service started"),
    Kind.PAPERS_SUBMITTED: N_("Papers submitted"),
    Kind.PAPERS_RECEIVED: N_("Receipt of papers"),
    Kind.MISSING_TOLD: N_("Told what is missing"),
    Kind.PAPERS_RESUBMITTED: N_("Papers resubmitted"),
    Kind.ACCEPTED: N_("Accepted"),
    Kind.REFUSED: N_("Not accepted"),
    Kind.SERVICE_ENDED: N_("Service ended"),
    Kind.TRANSFERRED: N_("Sent to another window"),
    Kind.LEFT: N_("Left the hall"),
    Kind.REVIEW_STARTED: N_("Review started"),
    Kind.REVIEW_ENDED: N_("Review ended"),
    Kind.INSPECTION_NOTIFIED: N_("Inspection announced"),
    Kind.INSPECTION_ARRIVED: N_("Inspectors arrived"),
    Kind.INSPECTION_ENDED: N_("Inspection ended"),
    Kind.SPECIAL_STARTED: N_("Special procedure started"),
    Kind.SPECIAL_ENDED: N_("Special procedure ended"),
    Kind.DECIDED: N_("Decided"),
    Kind.DOCUMENT_MADE: N_("Document made"),
    Kind.DELIVERED: N_("Delivered"),
    Kind.CASE_OPENED: N_("Case opened"),
    Kind.CASE_CLOSED: N_("Case closed"),
    Kind.ACTIVITY_STARTED: N_("Activity started"),
    Kind.ACTIVITY_ENDED: N_("Activity ended"),
    Kind.CONSULTED: N_("Consulted"),
    Kind.SENT_UP: N_("Sent up"),
    Kind.PORTAL_OPENED: N_("Portal opened"),
    Kind.REGISTRATION_STARTED: N_("Registration started"),
    Kind.IDENTITY_VERIFIED: N_("Identity verified"),
    Kind.LOGGED_IN: N_("Logged in"),
    Kind.FORM_ENTERED: N_("Form opened"),
    Kind.UPLOAD_STARTED: N_("Upload started"),
    Kind.UPLOAD_ENDED: N_("Upload ended"),
    Kind.ATTEMPT_FAILED: N_("Attempt failed"),
    Kind.FORM_SUBMITTED: N_("Form submitted"),
    Kind.PROGRESS_VISIBLE: N_("Progress visible"),
    Kind.INTERRUPTION_STARTED: N_("Interruption started"),
    Kind.INTERRUPTION_ENDED: N_("Interruption ended"),
    Kind.FAILURE_STARTED: N_("System failure started"),
    Kind.FAILURE_ENDED: N_("System failure ended"),
    Kind.INTERVENTION_STARTED: N_("Observer stepped in"),
    Kind.INTERVENTION_ENDED: N_("Observer stepped back"),
    Kind.PREPARATION_STARTED: N_("Own preparation started"),
    Kind.PREPARATION_ENDED: N_("Own preparation ended"),
    Kind.STEP_ENTERED: N_("Step entered"),
    Kind.STEP_LEFT: N_("Step left"),
    Kind.MATERIAL_DEMANDED: N_("Paper demanded"),
    Kind.MATERIAL_GIVEN: N_("Paper given"),
    Kind.MATERIAL_REPEATED: N_("Paper asked for again"),
    Kind.MATERIAL_DEFERRED: N_("Paper deferred"),
    Kind.MATERIAL_WAIVED: N_("Paper waived"),
    Kind.ATTITUDE_OBSERVED: N_("Attitude act"),
    Kind.READING_TAKEN: N_("Reading"),
    Kind.NOTE_WRITTEN: N_("Note"),
    Kind.EVIDENCE_ATTACHED: N_("Evidence attached"),
    Kind.EVIDENCE_DESCRIBED: N_("Evidence described"),
    Kind.EVIDENCE_MOVED: N_("Evidence moved"),
    Kind.EVIDENCE_REMOVED: N_("Evidence removed"),
    Kind.EVIDENCE_REDACTED: N_("Photo masked or edited"),
    Kind.EVIDENCE_CHECKED: N_("Evidence checked"),
    Kind.EVIDENCE_FLAGGED: N_("Sensitive content marked"),
    Kind.EVIDENCE_SHOWS: N_("People in the evidence noted"),
    Kind.EVIDENCE_QUARANTINED: N_("Evidence put aside: may be classified"),
    Kind.PERSON_NOTED: N_("Person noted"),
    Kind.CONSENT_WITHDRAWN: N_("Consent withdrawn"),
    Kind.FINDING_NOTED: N_("Finding noted"),
    Kind.FINDING_CHANGED: N_("Finding changed"),
    Kind.FINDING_WITHDRAWN: N_("Finding withdrawn"),
    Kind.CODE_CONFIRMED: N_("Rating code"),
    Kind.BURDEN_LOGGED: N_("Burden logged"),
    Kind.STARTED: N_("Record started"),
    Kind.OFFICER_JOINED: N_("Officer joined"),
    Kind.PAUSED: N_("Recording paused"),
    Kind.RESUMED: N_("Recording resumed"),
    Kind.CORRECTED: N_("Corrected"),
    Kind.STRUCK: N_("Struck out"),
    Kind.UNDONE: N_("Undone"),
    Kind.REDONE: N_("Redone"),
    Kind.CLOCK_JUMPED: N_("Clock jumped"),
    Kind.FINISHED: N_("Finished"),
    Kind.SEALED: N_("Sealed"),
    Kind.REOPENED: N_("Re-opened"),
}

SPAN_NAMES: dict[Kind, str] = {
    Kind.INTERRUPTION_STARTED: N_("Interruption"),
    Kind.FAILURE_STARTED: N_("System failure"),
    Kind.INTERVENTION_STARTED: N_("Intervention"),
    Kind.PREPARATION_STARTED: N_("Own preparation"),
    Kind.SPECIAL_STARTED: N_("Special procedure"),
    Kind.REVIEW_STARTED: N_("Review"),
    Kind.UPLOAD_STARTED: N_("Upload"),
    Kind.CASE_OPENED: N_("Case"),
    Kind.ACTIVITY_STARTED: N_("Activity"),
    Kind.PAUSED: N_("Pause"),
}

NAMES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Role: {
        Role.APPLICANT: N_("As an applicant"),
        Role.APPROVER: N_("As an approver"),
    },
    Channel: {
        Channel.HALL: N_("In the hall"),
        Channel.ONLINE: N_("Online"),
        Channel.WINDOW_DUTY: N_("Window duty"),
        Channel.INSPECTION: N_("On-site inspection"),
        Channel.GRASSROOTS: N_("Grassroots station"),
    },
    Stage: {
        Stage.PREPARE: N_("Prepare"),
        Stage.APPLY: N_("Apply"),
        Stage.ACCEPT: N_("Accept"),
        Stage.REVIEW: N_("Review"),
        Stage.DECIDE: N_("Decide"),
        Stage.DELIVER: N_("Deliver"),
    },
    Status: {
        Status.RECORDING: N_("Recording"),
        Status.PAUSED: N_("Paused"),
        Status.FINISHED: N_("Finished, not sealed"),
        Status.SEALED: N_("Sealed"),
    },
    Entered: {
        Entered.LIVE: N_("Live"),
        Entered.TYPED: N_("Typed"),
        Entered.RECALLED: N_("Recalled"),
    },
    Basis: {
        Basis.MONOTONIC: N_("running clock"),
        Basis.WALL: N_("time of day"),
    },
    Standing: {
        Standing.COUNTS: N_("Counts"),
        Standing.UNDONE: N_("Undone"),
        Standing.STRUCK: N_("Struck out"),
    },
    FindingKind: {
        FindingKind.PROBLEM: N_("Problem"),
        FindingKind.SHORTFALL: N_("Shortfall"),
        FindingKind.SUGGESTION: N_("Suggestion"),
        FindingKind.GOOD_PRACTICE: N_("Good practice"),
    },
    FindingClass: {
        FindingClass.POLICY: N_("Policy"),
        FindingClass.PROCESS: N_("Process"),
        FindingClass.SERVICE: N_("Service"),
    },
    Domain: {
        Domain.GUIDANCE: N_("Approval guidance"),
        Domain.FUNCTION: N_("Service function"),
        Domain.PERFORMANCE: N_("System performance"),
    },
    Grade: {
        Grade.WITNESSED: N_("Seen or measured"),
        Grade.DOCUMENT: N_("On paper"),
        Grade.STATEMENT: N_("Told"),
        Grade.INFERENCE: N_("Inferred"),
    },
    LimitKind: {
        LimitKind.ON_THE_SPOT: N_("On the spot"),
        LimitKind.STATUTORY: N_("Statutory limit"),
        LimitKind.EXTENSION: N_("Extension with approval"),
        LimitKind.PROMISED: N_("Promised limit"),
        LimitKind.DELIVERY: N_("Delivery limit"),
        LimitKind.NOTICE: N_("Limit for telling what is missing"),
        LimitKind.ANNOUNCEMENT: N_("Public notice"),
        LimitKind.OBJECTION: N_("Time for objections"),
        LimitKind.APPLY_FROM: N_("Earliest application"),
        LimitKind.APPLY_UNTIL: N_("Latest application"),
    },
    DayUnit: {
        DayUnit.WORKING: N_("working days"),
        DayUnit.CALENDAR: N_("calendar days"),
    },
    Verified: {
        Verified.PRIMARY: N_("Read in the statute or primary source"),
        Verified.SECONDARY: N_("Read in a secondary source"),
        Verified.MEMORY: N_("From memory: check it against the local guide"),
    },
}
"""Kept apart by class: members of different enums that share a value are equal as strings."""

_OUTCOMES = {
    "done": N_("Done"),
    "returned": N_("Sent back"),
    "abandoned": N_("Given up"),
    "transferred": N_("Passed on"),
    "suspended": N_("Suspended"),
}
_BURDENED = {"staff": N_("Staff"), "applicant": N_("Applicants"), "other": N_("Others")}
_DUTIES = {"officer": N_("Officer"), "researcher": N_("Accompanying researcher")}
_SEVERITIES = {1: N_("Minor"), 2: N_("Notable"), 3: N_("Serious")}
_ANOMALIES = {
    "malformed": N_("The entry is not complete."),
    "started-twice": N_("The record had already been started."),
    "not-recording": N_("Nothing was being recorded at that moment."),
    "not-paused": N_("Recording was not paused."),
    "sealed": N_("The record was already sealed."),
    "not-sealed": N_("The record was not sealed."),
    "step-not-open": N_("The step it leaves was not the current one."),
    "no-such-material": N_("It names a paper that nobody had listed or demanded."),
    "no-such-evidence": N_("It names evidence that is not in the record."),
    "evidence-twice": N_("This evidence had already been attached."),
    "looked-at-another": N_("Somebody looked at another version of this photo."),
    "no-such-outcome": N_("What looking at the photo came to is not one of the known outcomes."),
    "not-masked": N_("Only masking a photo makes it masked."),
    "not-a-picture": N_("It edits something that is no picture."),
    "no-such-person": N_("It names a person who is not in the record."),
    "no-such-basis": N_("The ground on which the person is recorded is not one of the known ones."),
    "no-such-finding": N_("It names a finding that is not in the record."),
    "finding-twice": N_("This finding had already been noted."),
    "not-the-last": N_("Only the last entry could be undone or redone."),
    "no-such-entry": N_("It names an entry that does not come before it."),
    "not-correctable": N_("It names an entry of the record's own housekeeping, which stays as it is."),
}


def name_of(member: StrEnum) -> str:
    """The words for a member of any of these enums: role, channel, stage, status, entered-how, grade, class, limit …"""
    return _(NAMES[type(member)][member])


def kind_name(kind: Kind) -> str:
    return _(KINDS[kind])


def span_name(started: Kind) -> str:
    """The name of the whole stretch a kind opens, such as “Interruption”."""
    return _(SPAN_NAMES[started])


def outcome_name(outcome: str) -> str:
    """How a step ended; an outcome of an office's own scheme is shown as it was recorded."""
    return _(_OUTCOMES[outcome]) if outcome in _OUTCOMES else outcome


def burdened_name(who: str) -> str:
    """Whose minutes the walkthrough took."""
    return _(_BURDENED[who]) if who in _BURDENED else who


def duty_name(duty: str) -> str:
    return _(_DUTIES[duty]) if duty in _DUTIES else duty


def severity_name(severity: int) -> str:
    """1 small, 2 notable, 3 serious; another number is shown as it is."""
    return _(_SEVERITIES[severity]) if severity in _SEVERITIES else str(severity)


def anomaly_sentence(why: str) -> str:
    """Why an entry has no effect where it stands."""
    return _(_ANOMALIES[why]) if why in _ANOMALIES else why
