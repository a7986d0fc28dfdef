"""Whatever the house's commands say, they say it twice, with the same things named in both."""

from string import Formatter

import pytest

from cxo_central import house_words, setting_words


def named(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


@pytest.mark.parametrize("module", [house_words, setting_words])
def test_everything_is_said_in_chinese_and_english(module: object) -> None:
    said = {name: words for name, words in vars(module).items() if name.isupper()}
    assert len(said) > 20
    assert [name for name, (zh, en) in said.items() if zh == en or named(zh) != named(en)] == []
    assert [name for name, (zh, _) in said.items() if zh.isascii()] == []
