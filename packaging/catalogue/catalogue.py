"""Carries the sentences of the code into the language files: `catalogue.py update`, or `check` that nothing is left to do.

Sentences are written in English in the code; `resources/locale/zh_CN` holds their Chinese, as text (.po, edited by
people) and compiled (.mo, read by the program). No line numbers and no dates: the files change only with the words.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cxo_core", "cxo_desktop", "cxo_central")
CHINESE = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "cxo.po"
MARKS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
DATED = datetime(2026, 11, 21, tzinfo=UTC)
FIELD = re.compile(r"\{([a-z_]*)[^}]*\}")


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence marked in the code, with the files it stands in."""
    found = Catalog(project="CXO Desktop", fuzzy=False)
    for package in PACKAGES:
        folder = str(root / package)
        for file, _, message, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=MARKS):
            found.add(message, None, [(f"{package}/{file}", 0)])
    return found


def renewed(found: Catalog, chinese: Catalog) -> Catalog:
    """The sentences of the code with the Chinese they already have; what the code no longer says is gone."""
    known = {key(message): message.string for message in chinese if message.id}
    fresh = Catalog(
        locale="zh_CN", project="CXO Desktop", version="1", copyright_holder="CXO Desktop authors"
    )
    fresh.fuzzy = False
    fresh.creation_date = fresh.revision_date = DATED
    for message in sorted((message for message in found if message.id), key=key):
        text = known.get(key(message)) or ""
        if message.pluralizable and isinstance(text, str):
            text = (text,)
        elif not message.pluralizable and not isinstance(text, str):
            text = text[0]
        flags = ["python-brace-format"] if "{" in key(message) else []
        fresh.add(message.id, text, message.locations, flags=flags)
    return fresh


def as_files(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The bytes of the .po and of the .mo."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=110, sort_output=True)
    write_mo(compiled, catalogue)
    return text.getvalue(), compiled.getvalue()


def mistakes(catalogue: Catalog) -> Iterator[str]:
    """One line for each sentence without Chinese, or whose Chinese names a field the English does not fill."""
    for message in catalogue:
        if not message.id:
            continue
        translations = [message.string] if isinstance(message.string, str) else list(message.string)
        if not all(translations):
            yield f"no Chinese: {key(message)}"
            continue
        english = message.id if isinstance(message.id, str) else " ".join(message.id)
        for text in translations:
            if not set(FIELD.findall(text)) <= set(FIELD.findall(english)):
                yield f"a field of its own in the Chinese: {key(message)}"


def main(verb: str) -> int:
    with CHINESE.open("rb") as file:
        catalogue = renewed(sentences(), read_po(file, locale="zh_CN"))
    text, compiled = as_files(catalogue)
    if verb == "update":
        CHINESE.write_bytes(text)
        CHINESE.with_suffix(".mo").write_bytes(compiled)
    elif (text, compiled) != (CHINESE.read_bytes(), CHINESE.with_suffix(".mo").read_bytes()):
        print("The language files do not match the code: run make catalogue.")
        return 1
    wrong = list(mistakes(catalogue))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["check"]):
        sys.exit("catalogue.py update | check")
    sys.exit(main(sys.argv[1]))
