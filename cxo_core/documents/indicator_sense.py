"""What one indicator may say in good form and still not mean: its scale against its choices, range and clock."""

from typing import Any

from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.documents.senses import is_word, parts, tell_duplicate_ids
from cxo_core.indicator import LIMITS, Scale


def check_indicator(document: Document, path: Path, indicator: dict[str, Any]) -> None:
    """Adds every mistake of sense of one indicator."""
    scale = indicator.get("scale")
    tell_duplicate_ids(document, parts(indicator, path, "choices"))
    _check_clock(document, path, indicator)
    if not is_word(scale, Scale):
        return
    _check_choices(document, path, indicator, Scale(scale))
    _check_range(document, path, indicator, Scale(scale))


def _check_clock(document: Document, path: Path, indicator: dict[str, Any]) -> None:
    is_computed = indicator.get("computed") is True
    if is_computed and indicator.get("required") is True:
        document.tell((*path, "required"), Flaw.REQUIRED_COMPUTED)
    if is_computed and "clock" not in indicator:
        document.tell(path, Flaw.CLOCK_MISSING)
    if not is_computed and "clock" in indicator:
        document.tell((*path, "clock"), Flaw.CLOCK_UNUSED)


def _check_choices(document: Document, path: Path, indicator: dict[str, Any], scale: Scale) -> None:
    choices = indicator.get("choices")
    has_some = isinstance(choices, list) and len(choices) >= 2
    if scale is Scale.CHOICE and not has_some and indicator.get("computed") is not True:
        document.tell((*path, "scale") if choices is None else (*path, "choices"), Flaw.CHOICES_MISSING)
    if scale is not Scale.CHOICE and choices:
        document.tell((*path, "choices"), Flaw.CHOICES_UNUSED, scale=scale.value)


def _check_range(document: Document, path: Path, indicator: dict[str, Any], scale: Scale) -> None:
    ends = {name: indicator[name] for name in ("minimum", "maximum") if _is_whole(indicator.get(name))}
    if scale not in LIMITS:
        for name in ends:
            document.tell((*path, name), Flaw.RANGE_UNUSED, scale=scale.value)
        return
    lowest, highest = LIMITS[scale]
    for name, end in ends.items():
        if end < lowest or (highest is not None and end > highest):
            shown = f"{lowest} … {'' if highest is None else highest}".rstrip()
            document.tell((*path, name), Flaw.RANGE_OUTSIDE, value=end, range=shown)
    if len(ends) == 2 and ends["minimum"] > ends["maximum"]:
        document.tell((*path, "maximum"), Flaw.RANGE_EMPTY, minimum=ends["minimum"], maximum=ends["maximum"])


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
