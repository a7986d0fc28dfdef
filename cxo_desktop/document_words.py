"""What a person reads for each mistake of a scheme or item document: what is wrong, and what to write instead."""

from cxo_core.documents.mistake import Flaw, Mistake
from cxo_desktop.words import N_, _

SENTENCES: dict[Flaw, str] = {
    Flaw.SYNTAX: N_(
        "This is not YAML: check the indentation, the space after each colon, and the quotation marks ({cause})."
    ),
    Flaw.NOT_TEXT: N_("This is not UTF-8 text. Save the file with the encoding UTF-8."),
    Flaw.TOO_LARGE: N_("The file is larger than {kilobytes} KB. A document holds texts only; shorten it."),
    Flaw.TOO_DEEP: N_(
        "Lists and fields are nested deeper than {levels} levels. Check the indentation and the brackets."
    ),
    Flaw.ALIAS: N_(
        "Anchors (&) and aliases (*) are not used here. Write the part out in full, or put the text in quotation marks."
    ),
    Flaw.TAG: N_("Tags (!) are not used here. Write the value plainly, or put the text in quotation marks."),
    Flaw.SEVERAL_DOCUMENTS: N_("The file holds more than one document. Keep one in each file."),
    Flaw.EMPTY: N_("The file is empty. Start from the example in the guide to schemes."),
    Flaw.DUPLICATE_KEY: N_("“{name}” is given twice in the same place. Keep one of them."),
    Flaw.KEY_NOT_TEXT: N_("The name of a field must be plain text."),
    Flaw.DECIMAL: N_(
        "“{value}” has a decimal point. Use whole numbers in a smaller unit, or put a text in quotation marks."
    ),
    Flaw.MISSING: N_("“{name}” is missing here. Add it."),
    Flaw.UNKNOWN_FIELD: N_(
        "There is no field “{name}” here. Check the spelling and the indentation, or remove it."
    ),
    Flaw.WRONG_TYPE: N_("“{value}” is not of the right sort; this must be: {wanted}."),
    Flaw.NOT_ONE_OF: N_("“{value}” is not known here. Use one of: {allowed}."),
    Flaw.TOO_SMALL: N_("{value} is too small; the least is {limit}."),
    Flaw.TOO_BIG: N_("{value} is too large; the most is {limit}."),
    Flaw.TOO_FEW: N_("There are {value} entries; at least {limit} are needed."),
    Flaw.TOO_MANY: N_("There are {value} entries; at most {limit} are allowed."),
    Flaw.BAD_ID: N_(
        "“{value}” cannot be an id. Use up to 64 lower-case letters, digits, single hyphens and underscores, starting with a letter."
    ),
    Flaw.BAD_DATE: N_("“{value}” is not a date. Write it as year-month-day, such as 2026-03-09."),
    Flaw.BLANK: N_("This text is empty. Write it, or leave the field out."),
    Flaw.DUPLICATE_ID: N_("The id “{id}” is already used in line {first}. Give each its own."),
    Flaw.UNKNOWN_EVENT: N_("There is no event “{value}”. Use one of: {allowed}."),
    Flaw.EVENT_HAS_NO_BUTTON: N_("“{value}” is recorded by the program itself and has no button. Remove it."),
    Flaw.DUPLICATE_EVENT: N_("The event “{kind}” is listed twice. Keep one of them."),
    Flaw.UNKNOWN_INDICATOR: N_(
        "There is no indicator “{id}”. Add it under “indicators”, or correct the name."
    ),
    Flaw.UNUSED_INDICATOR: N_(
        "The indicator “{id}” is never asked. Name it in a step, or give it “every_step: true”."
    ),
    Flaw.REQUIRED_COMPUTED: N_(
        "A computed indicator cannot be required, since nobody enters it. Remove “required”."
    ),
    Flaw.COMPUTED_ASKED: N_(
        "The indicator “{id}” is computed, so no step can ask for it. Remove it from the step."
    ),
    Flaw.CLOCK_MISSING: N_("A computed indicator must name what it is worked out from. Add “clock”."),
    Flaw.CLOCK_UNUSED: N_("Only a computed indicator has a clock. Add “computed: true”, or remove “clock”."),
    Flaw.CHOICES_MISSING: N_("A choice needs at least two choices. Add “choices”."),
    Flaw.CHOICES_UNUSED: N_("The scale “{scale}” has no choices. Use “scale: choice”, or remove “choices”."),
    Flaw.RANGE_UNUSED: N_("The scale “{scale}” has no smallest or largest value. Remove this line."),
    Flaw.RANGE_EMPTY: N_("The largest value {maximum} is below the smallest value {minimum}. Exchange them."),
    Flaw.RANGE_OUTSIDE: N_("{value} lies outside the scale, which runs {range}."),
    Flaw.STAGES_OUT_OF_ORDER: N_(
        "A step of the stage “{stage}” stands after one of “{before}”. Put the steps in the order of the stages."
    ),
    Flaw.ROLE_OF_CHANNEL: N_("The channel “{channel}” belongs to the role “{role}”. Change one of the two."),
    Flaw.END_WITHOUT_START: N_("“{kind}” ends something that nothing starts. Add “{start}” as well."),
    Flaw.ACTIVITIES_MISSING: N_("“{kind}” needs a list of activities to choose from. Add “activities”."),
    Flaw.SOURCE_MISSING: N_(
        "This limit does not say where it is written. Add “article” with the law and its article, or the guide."
    ),
    Flaw.DAYS_ON_THE_SPOT: N_(
        "“On the spot” means 0 days, not {days}. Write 0, or choose another kind of limit."
    ),
    Flaw.DAYS_MISSING: N_("A limit of the kind “{kind}” needs at least one day."),
    Flaw.WINDOW_REVERSED: N_(
        "Both are days before expiry: the first day to apply ({first}) must be more than the last ({last})."
    ),
    Flaw.NOT_ONE_VERB: N_(
        "Each action does exactly one thing; this one says: {found}. Use one of: {allowed}."
    ),
    Flaw.BAD_TIME: N_(
        "“{value}” is not a time. Write 09:05, 2026-03-09 09:05, or +12m for twelve minutes later."
    ),
    Flaw.BAD_OFFSET: N_("“{value}” is not an offset from UTC. Write it such as +08:00."),
    Flaw.UNKNOWN_LABEL: N_(
        "No earlier entry is named “{label}”. Give that entry “as: {label}”, or correct the name."
    ),
    Flaw.NOT_A_PHOTO: N_("“{label}” is no evidence. Name an entry that says “photo” or “voice”."),
    Flaw.NOTHING_TO_NAME: N_("“{verb}” makes several entries, so none of them can be named. Remove “as”."),
    Flaw.UNKNOWN_CODE: N_(
        "There is no reason code “{code}”. Use one of the official codes, such as 109 or 307."
    ),
    Flaw.NO_STEP_OPEN: N_("No step is open here, so none can be left. Put a “step” before it."),
}


def mistake_sentence(mistake: Mistake) -> str:
    """What is wrong, in the language in use, with its details filled in."""
    return _(SENTENCES[mistake.flaw]).format_map(mistake.details)


def mistake_line(mistake: Mistake, name: str) -> str:
    """One line for a terminal: file, line and column as compilers write them, the place in the document, the sentence."""
    place = f" {mistake.path}:" if mistake.path else ""
    return f"{name}:{mistake.line}:{mistake.column}:{place} {mistake_sentence(mistake)}"
