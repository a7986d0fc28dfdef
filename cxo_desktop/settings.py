"""What one machine remembers between starts: language, theme, text size, when it locks. No secrets, nothing of any walkthrough."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from cxo_desktop.paths import home
from cxo_desktop.words import LANGUAGES, system_language

TEXT_SIZES = (100, 110, 125, 150, 175, 200)
"""Per cent of the normal text size."""

LONGEST_LOCK = 240
"""Minutes after which the window locks at the latest, unless it never does."""


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """`language` is `zh_CN`, `en`, or empty for the system's; `text_size` is in per cent, 100 to 200.

    The window locks after `lock_minutes` without a key or a click, 0 for never.
    """

    language: str = ""
    theme: Theme = Theme.SYSTEM
    text_size: int = 100
    lock_minutes: int = 10
    lock_on_suspend: bool = True

    @property
    def spoken(self) -> str:
        """The language to use, `zh_CN` or `en`."""
        return self.language or system_language()


class SettingsFile:
    """The settings as a JSON file. One that cannot be read is kept aside and the defaults hold."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "settings.json"

    def load(self) -> Settings:
        try:
            text = self.path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return self._broken() if self.path.is_file() else Settings()
        try:
            return _settings(json.loads(text))
        except (ValueError, TypeError):
            return self._broken()

    def save(self, settings: Settings) -> None:
        """Replaces the file in one move: a power cut leaves the old one or the new one, never half."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        with half.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, ensure_ascii=False, indent=2, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.path)

    def change(self, settings: Settings, **changes: Any) -> Settings:
        """The settings with these fields changed, written to the disk."""
        changed = replace(settings, **changes)
        self.save(changed)
        return changed

    def _broken(self) -> Settings:
        with suppress(OSError):
            self.path.replace(self.path.with_name(f"{self.path.name}.broken"))
        return Settings()


def _settings(read: Any) -> Settings:
    if not isinstance(read, dict):
        raise TypeError("settings are an object")
    language = read.get("language", "")
    size = read.get("text_size", 100)
    minutes = read.get("lock_minutes", 10)
    return Settings(
        language=language if language in LANGUAGES else "",
        theme=Theme(read.get("theme", Theme.SYSTEM)),
        text_size=min(max(size, TEXT_SIZES[0]), TEXT_SIZES[-1]) if type(size) is int else 100,
        lock_minutes=min(max(minutes, 0), LONGEST_LOCK) if type(minutes) is int else 10,
        lock_on_suspend=read.get("lock_on_suspend") is not False,
    )
