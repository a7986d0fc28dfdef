"""What docs/schemes.md shows is right: its examples pass the check it tells of."""

import re
from pathlib import Path

from cxo_core.documents import check_item, check_scheme
from cxo_core.documents.forms import item_form, scheme_form
from cxo_core.indicator import Scale
from cxo_core.limit import LimitKind

GUIDE = (Path(__file__).parents[3] / "docs" / "schemes.md").read_text(encoding="utf-8")


def test_the_worked_examples_have_no_mistakes() -> None:
    item, scheme = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert check_item(item, "example") == []
    assert check_scheme(scheme, "example") == []


def test_every_field_scale_and_kind_of_limit_is_explained() -> None:
    fields = [*item_form()["properties"], *scheme_form()["properties"]]
    for form in (item_form(), scheme_form()):
        for part in form["$defs"].values():
            fields += part.get("properties", {}).keys() - {"zh", "en"}
    for name in [*fields, *Scale, *LimitKind]:
        assert f"`{name}`" in GUIDE or f"`{name}:" in GUIDE, name
