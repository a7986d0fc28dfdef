"""Each mistake of a document has a whole sentence in both languages."""

import string

import pytest

from cxo_core.documents import Flaw, check_scheme
from cxo_desktop.document_words import SENTENCES, mistake_line
from cxo_desktop.words import _, use_language
from helpers.documents import SCHEME, spoilt


def _fields(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_flaw_has_a_sentence_in_both_languages_with_the_same_fields(flaw: Flaw) -> None:
    use_language("zh_CN")
    chinese = _(SENTENCES[flaw])
    assert chinese != SENTENCES[flaw]
    assert chinese.endswith("。")
    assert _fields(chinese) == _fields(SENTENCES[flaw])


def test_a_line_for_the_terminal_names_file_line_place_and_cause() -> None:
    text, line = spoilt(SCHEME, "stage: apply", "stage: begin")
    (mistake,) = check_scheme(text, "own.yaml")
    use_language("en")
    assert mistake_line(mistake, "own.yaml").startswith(
        f"own.yaml:{line}:5: steps[1].stage: “begin” is not known here."
    )
    use_language("zh_CN")
    assert "这里不能写“begin”" in mistake_line(mistake, "own.yaml")
