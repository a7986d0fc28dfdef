"""What one machine remembers: kept whole, never a reason not to start."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.settings import TEXT_SIZES, Settings, SettingsFile, Theme
from cxo_desktop.words import LANGUAGES


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "none" / "settings.json").load() == Settings()


@given(
    language=st.sampled_from(("", *LANGUAGES)), theme=st.sampled_from(Theme), size=st.sampled_from(TEXT_SIZES)
)
def test_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, language: str, theme: Theme, size: int
) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("home") / "settings.json")
    settings = Settings(language=language, theme=theme, text_size=size)
    file.save(settings)
    assert file.load() == settings
    assert [path.name for path in file.path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"theme": "pink"}', "null", "\ufeff\ufeff{"])
def test_a_broken_file_is_kept_aside_and_the_defaults_hold(tmp_path: Path, content: str) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text(content, "utf-8")
    assert file.load() == Settings()
    assert (tmp_path / "settings.json.broken").read_text("utf-8") == content
    assert file.load() == Settings()


def test_values_out_of_range_are_brought_back_into_it(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text(json.dumps({"text_size": 900, "language": "fr", "unknown": 1}))
    assert file.load() == Settings(text_size=200)
    file.path.write_text(json.dumps({"text_size": "big"}))
    assert file.load().text_size == 100


def test_the_files_home_is_the_programs_own(tmp_path: Path) -> None:
    assert SettingsFile().path == tmp_path / "cxo-home" / "settings.json"


def test_a_change_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    before = Settings(language="en", text_size=150)
    assert file.change(before, theme=Theme.DARK) == replace(before, theme=Theme.DARK) == file.load()


def test_the_language_of_the_system_is_spoken_until_one_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en_GB")
    assert Settings().spoken == "en"
    assert Settings(language="zh_CN").spoken == "zh_CN"
