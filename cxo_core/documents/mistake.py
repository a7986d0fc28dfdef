"""A mistake in a document: where it stands and what is wrong, as a code the words hang on."""

from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]


class Flaw(StrEnum):
    """Everything that can be wrong with a scheme, item or script. The value is what files and `--json` carry."""

    # The writing
    SYNTAX = "syntax"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    ALIAS = "alias"
    TAG = "tag"
    SEVERAL_DOCUMENTS = "several-documents"
    EMPTY = "empty"
    DUPLICATE_KEY = "duplicate-key"
    KEY_NOT_TEXT = "key-not-text"
    DECIMAL = "decimal"
    # The form
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown-field"
    WRONG_TYPE = "wrong-type"
    NOT_ONE_OF = "not-one-of"
    TOO_SMALL = "too-small"
    TOO_BIG = "too-big"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    BAD_ID = "bad-id"
    BAD_DATE = "bad-date"
    BLANK = "blank"
    # The sense
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_EVENT = "unknown-event"
    EVENT_HAS_NO_BUTTON = "event-has-no-button"
    DUPLICATE_EVENT = "duplicate-event"
    UNKNOWN_INDICATOR = "unknown-indicator"
    UNUSED_INDICATOR = "unused-indicator"
    REQUIRED_COMPUTED = "required-computed"
    COMPUTED_ASKED = "computed-asked"
    CLOCK_MISSING = "clock-missing"
    CLOCK_UNUSED = "clock-unused"
    CHOICES_MISSING = "choices-missing"
    CHOICES_UNUSED = "choices-unused"
    RANGE_UNUSED = "range-unused"
    RANGE_EMPTY = "range-empty"
    RANGE_OUTSIDE = "range-outside"
    STAGES_OUT_OF_ORDER = "stages-out-of-order"
    ROLE_OF_CHANNEL = "role-of-channel"
    END_WITHOUT_START = "end-without-start"
    ACTIVITIES_MISSING = "activities-missing"
    SOURCE_MISSING = "source-missing"
    DAYS_ON_THE_SPOT = "days-on-the-spot"
    DAYS_MISSING = "days-missing"
    WINDOW_REVERSED = "window-reversed"
    # The sense of a script
    NOT_ONE_VERB = "not-one-verb"
    BAD_TIME = "bad-time"
    BAD_OFFSET = "bad-offset"
    UNKNOWN_LABEL = "unknown-label"
    NOT_A_PHOTO = "not-a-photo"
    NOTHING_TO_NAME = "nothing-to-name"
    UNKNOWN_CODE = "unknown-code"
    NO_STEP_OPEN = "no-step-open"


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line` and `column` count from 1. `path` is where in the document (`steps[2].stage`); `details` fill the sentence."""

    line: int
    column: int
    path: str
    flaw: Flaw
    details: dict[str, str] = field(default_factory=dict)


def path_text(path: Path) -> str:
    """`("steps", 2, "stage")` as people write it: `steps[2].stage`, counting list places from 1 as a reader does."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
