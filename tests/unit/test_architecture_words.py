"""Every sentence has its Chinese, every problem its words: checked on the tree as it stands."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words, words

ROOT = Path(__file__).resolve().parents[2]


def test_the_language_files_match_the_code_and_lack_nothing() -> None:
    script = ROOT / "packaging" / "catalogue" / "catalogue.py"
    checked = subprocess.run(
        [sys.executable, str(script), "check"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr


@pytest.mark.parametrize("code", list(Code), ids=str)
def test_every_problem_has_a_title_and_a_sentence_in_both_languages(code: Code) -> None:
    problem = Problem(code)
    words.use_language("en")
    english = problem_words.title(problem), problem_words.sentence(problem)
    words.use_language("zh_CN")
    chinese = problem_words.title(problem), problem_words.sentence(problem)
    assert all(english)
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in chinese)
    assert all(text.endswith((".", "?")) for text in english[1:])
