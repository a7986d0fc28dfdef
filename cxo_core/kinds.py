"""Every kind of event a record can hold. The value is the word in files, database and protocol."""

from enum import StrEnum


class Kind(StrEnum):
    """What happened. Kinds of the walk come first, then what is said about it, then the record's own housekeeping."""

    # In the hall
    ARRIVED = "arrived"  # 到厅
    GUIDED = "guided"  # 导办
    TICKET_TAKEN = "ticket_taken"  # 取号
    BOOKING_CHECKED_IN = "booking_checked_in"  # 预约签到
    LINE_JOINED = "line_joined"  # 站入队
    CALLED = "called"  # 叫号
    SERVICE_STARTED = "service_started"  # 开始服务
    PAPERS_SUBMITTED = "papers_submitted"  # 提交材料
    PAPERS_RECEIVED = "papers_received"  # 收件凭证
    MISSING_TOLD = "missing_told"  # 一次性告知
    PAPERS_RESUBMITTED = "papers_resubmitted"  # 补正
    ACCEPTED = "accepted"  # 受理
    REFUSED = "refused"  # 不予受理
    SERVICE_ENDED = "service_ended"  # 结束服务
    TRANSFERRED = "transferred"  # 转窗
    LEFT = "left"  # 离厅
    # Behind the counter and on site
    REVIEW_STARTED = "review_started"
    REVIEW_ENDED = "review_ended"
    INSPECTION_NOTIFIED = "inspection_notified"
    INSPECTION_ARRIVED = "inspection_arrived"
    INSPECTION_ENDED = "inspection_ended"
    SPECIAL_STARTED = "special_started"  # 特别程序
    SPECIAL_ENDED = "special_ended"
    DECIDED = "decided"
    DOCUMENT_MADE = "document_made"  # 制证
    DELIVERED = "delivered"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    ACTIVITY_STARTED = "activity_started"
    ACTIVITY_ENDED = "activity_ended"
    CONSULTED = "consulted"
    SENT_UP = "sent_up"
    # Online
    PORTAL_OPENED = "portal_opened"
    REGISTRATION_STARTED = "registration_started"
    IDENTITY_VERIFIED = "identity_verified"
    LOGGED_IN = "logged_in"
    FORM_ENTERED = "form_entered"
    UPLOAD_STARTED = "upload_started"
    UPLOAD_ENDED = "upload_ended"
    ATTEMPT_FAILED = "attempt_failed"
    FORM_SUBMITTED = "form_submitted"
    PROGRESS_VISIBLE = "progress_visible"
    # What runs beside the walk
    INTERRUPTION_STARTED = "interruption_started"
    INTERRUPTION_ENDED = "interruption_ended"
    FAILURE_STARTED = "failure_started"  # 系统故障
    FAILURE_ENDED = "failure_ended"
    INTERVENTION_STARTED = "intervention_started"  # 观察员介入
    INTERVENTION_ENDED = "intervention_ended"
    PREPARATION_STARTED = "preparation_started"  # the applicant's own preparation in the hall
    PREPARATION_ENDED = "preparation_ended"
    # What the officer says about it
    STEP_ENTERED = "step_entered"
    STEP_LEFT = "step_left"
    MATERIAL_DEMANDED = "material_demanded"
    MATERIAL_GIVEN = "material_given"
    MATERIAL_REPEATED = "material_repeated"
    MATERIAL_DEFERRED = "material_deferred"  # 容缺
    MATERIAL_WAIVED = "material_waived"  # 免交
    ATTITUDE_OBSERVED = "attitude_observed"
    READING_TAKEN = "reading_taken"
    NOTE_WRITTEN = "note_written"
    EVIDENCE_ATTACHED = "evidence_attached"
    EVIDENCE_DESCRIBED = "evidence_described"
    EVIDENCE_MOVED = "evidence_moved"
    EVIDENCE_REMOVED = "evidence_removed"
    EVIDENCE_REDACTED = "evidence_redacted"  # 遮盖
    EVIDENCE_CHECKED = "evidence_checked"  # 核对
    EVIDENCE_FLAGGED = "evidence_flagged"  # 敏感信息
    EVIDENCE_SHOWS = "evidence_shows"  # 涉及的人
    EVIDENCE_QUARANTINED = "evidence_quarantined"  # 涉密隔离
    PERSON_NOTED = "person_noted"
    CONSENT_WITHDRAWN = "consent_withdrawn"  # 撤回同意
    FINDING_NOTED = "finding_noted"
    FINDING_CHANGED = "finding_changed"
    FINDING_WITHDRAWN = "finding_withdrawn"
    CODE_CONFIRMED = "code_confirmed"  # 好差评 reason code
    BURDEN_LOGGED = "burden_logged"
    # The record's own housekeeping
    STARTED = "started"
    OFFICER_JOINED = "officer_joined"
    PAUSED = "paused"
    RESUMED = "resumed"
    CORRECTED = "corrected"
    STRUCK = "struck"
    UNDONE = "undone"
    REDONE = "redone"
    CLOCK_JUMPED = "clock_jumped"
    FINISHED = "finished"
    SEALED = "sealed"
    REOPENED = "reopened"


SPANS: dict[Kind, Kind] = {
    Kind.INTERRUPTION_STARTED: Kind.INTERRUPTION_ENDED,
    Kind.FAILURE_STARTED: Kind.FAILURE_ENDED,
    Kind.INTERVENTION_STARTED: Kind.INTERVENTION_ENDED,
    Kind.PREPARATION_STARTED: Kind.PREPARATION_ENDED,
    Kind.SPECIAL_STARTED: Kind.SPECIAL_ENDED,
    Kind.REVIEW_STARTED: Kind.REVIEW_ENDED,
    Kind.UPLOAD_STARTED: Kind.UPLOAD_ENDED,
    Kind.CASE_OPENED: Kind.CASE_CLOSED,
    Kind.ACTIVITY_STARTED: Kind.ACTIVITY_ENDED,
    Kind.PAUSED: Kind.RESUMED,
}
"""Kinds that open something, each with the kind that closes it."""

SPAN_STARTS: dict[Kind, Kind] = {ended: started for started, ended in SPANS.items()}

HOUSEKEEPING = frozenset(
    {
        Kind.STARTED,
        Kind.OFFICER_JOINED,
        Kind.CORRECTED,
        Kind.STRUCK,
        Kind.UNDONE,
        Kind.REDONE,
        Kind.CLOCK_JUMPED,
        Kind.FINISHED,
        Kind.SEALED,
        Kind.REOPENED,
    }
)
"""Kinds that undo passes over and that no correction touches."""

ABOUT_THE_RECORD = HOUSEKEEPING | {Kind.PAUSED, Kind.RESUMED}

JUDGEMENTS = frozenset(
    {
        Kind.STEP_ENTERED,
        Kind.STEP_LEFT,
        Kind.MATERIAL_DEMANDED,
        Kind.MATERIAL_GIVEN,
        Kind.MATERIAL_REPEATED,
        Kind.MATERIAL_DEFERRED,
        Kind.MATERIAL_WAIVED,
        Kind.ATTITUDE_OBSERVED,
        Kind.READING_TAKEN,
        Kind.NOTE_WRITTEN,
        Kind.EVIDENCE_ATTACHED,
        Kind.EVIDENCE_DESCRIBED,
        Kind.EVIDENCE_MOVED,
        Kind.EVIDENCE_REMOVED,
        Kind.EVIDENCE_REDACTED,
        Kind.EVIDENCE_CHECKED,
        Kind.EVIDENCE_FLAGGED,
        Kind.EVIDENCE_SHOWS,
        Kind.EVIDENCE_QUARANTINED,
        Kind.PERSON_NOTED,
        Kind.CONSENT_WITHDRAWN,
        Kind.FINDING_NOTED,
        Kind.FINDING_CHANGED,
        Kind.FINDING_WITHDRAWN,
        Kind.CODE_CONFIRMED,
        Kind.BURDEN_LOGGED,
    }
)
"""What the officer says about the walk, as against what happened in it."""

HAPPENINGS = frozenset(Kind) - JUDGEMENTS - ABOUT_THE_RECORD
"""What happened: the kinds that have a button and a clock."""
