"""A small script that is right, to be spoilt one place at a time, and the worked example of the documentation."""

import re
from pathlib import Path

from helpers.recordings import jpeg
from helpers.sounds import note

GUIDE = Path(__file__).parents[2] / "docs" / "scripts.md"

SCRIPT = """\
format: cxo.script
version: 1
item: food-licence-renewal
role: applicant
channel: hall
hall: 市政务服务中心
officers: [{name: 李敏}]
date: 2026-03-02
actions:
  - {at: "09:05", event: arrived, as: here}
  - {at: +2m, event: ticket_taken, with: {number: A032}, as: ticket}
  - {step: queue}
  - {photo: ticket.jpg, as: shot, checked: true}
  - {readings: {people_ahead: 14}}
  - {leave: done}
  - {demand: licence}
  - {give: licence}
  - {defer: {material: licence, due: 2026-03-06}}
  - {attitude: {greeted: true}}
  - {headings: {service_good: 4}}
  - {finding: {kind: problem, fact: 多要材料, class: policy, grade: witnessed, photos: [shot]}}
  - {correct: {entry: ticket, time: "09:06", reason: 看错}}
  - {confirm: 109}
  - {finish: true}
"""


def example() -> str:
    """The script of the documentation."""
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return text


def with_photos(folder: Path, *names: str) -> Path:
    """A folder with small photographs of these names, and a voice note, beside which a script can lie."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        (folder / name).write_bytes(jpeg(number))
    (folder / "told.wav").write_bytes(note(42_000))
    return folder
