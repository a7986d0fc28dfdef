"""Who walks, by which way, and through which stage: the three axes every scheme stands on."""

from enum import StrEnum


class Role(StrEnum):
    """Whose place the officer takes."""

    APPLICANT = "applicant"  # 我是办事人
    APPROVER = "approver"  # 我是审批人


class Channel(StrEnum):
    """The way the walk is done. Each belongs to exactly one role."""

    HALL = "hall"  # 实地办事
    ONLINE = "online"  # 网上办事
    WINDOW_DUTY = "window_duty"  # 窗口坐班
    INSPECTION = "inspection"  # 现场勘验
    GRASSROOTS = "grassroots"  # 基层蹲点

    @property
    def role(self) -> Role:
        return Role.APPLICANT if self in (Channel.HALL, Channel.ONLINE) else Role.APPROVER


class Stage(StrEnum):
    """The legal spine, in order. Preparation includes consultation, registration and login."""

    PREPARE = "prepare"  # 准备
    APPLY = "apply"  # 申请
    ACCEPT = "accept"  # 受理
    REVIEW = "review"  # 审查
    DECIDE = "decide"  # 决定
    DELIVER = "deliver"  # 送达
