"""A text in the two languages every scheme, service item and report is written in."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Chinese first; English may repeat it where an office has written none."""

    zh: str
    en: str

    @classmethod
    def from_json(cls, value: Any) -> "Text":
        """Reads `{"zh": …, "en": …}` or a bare string, which then stands for both languages."""
        if isinstance(value, str):
            return cls(value, value)
        zh = str(value.get("zh") or value.get("en") or "")
        return cls(zh, str(value.get("en") or zh))

    def to_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    def in_language(self, language: str) -> str:
        """The text for a language tag such as `zh_CN` or `en`."""
        return self.zh if language.startswith("zh") else self.en

    def __bool__(self) -> bool:
        return bool(self.zh)
