"""A small scheme and a small service item that are right, to be spoilt one place at a time."""

SCHEME = """\
id: small
version: 1
title: {zh: "小方案", en: "Small"}
role: applicant
channel: hall
source: "本单位"
keys: [ticket_taken, called]
steps:
  - id: wait
    stage: apply
    title: "等候"
    events: [ticket_taken, called]
    indicators: [ahead, why]
  - id: collect
    stage: deliver
    title: "领取"
headings:
  - {id: good, title: "好不好", scale: o5}
indicators:
  - id: ahead
    title: "前面人数"
    scale: count
    maximum: 99
  - id: why
    title: "原因"
    scale: choice
    choices:
      - {id: one, title: "一"}
      - {id: two, title: "二"}
  - id: queue
    title: "排队"
    scale: seconds
    computed: true
    clock: W
"""

ITEM = """\
id: permit
version: 1
title: "许可"
authority: "某局"
source: "办事指南"
read_on: 2026-03-09
fee: "不收费"
materials:
  - {id: form, title: "申请表", source: "办事指南"}
limits:
  - id: law
    kind: statutory
    days: 20
    unit: working
    article: "行政许可法第42条"
    verified: V
"""


def spoilt(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with its first `old` replaced, and the line, from 1, on which that stood."""
    assert old in text
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1
