"""What a thief reads: walks a copied vault folder, a stick or a bundle with no key at all, and tells what lies open.

    python packaging/security/stolen.py FOLDER [--words FILE]

FILE holds one text a line that must not be found: names, captions, halls. Needs Python alone. Exit status 1 when something is readable.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
LEAST_BYTES = 5
"""Of a shorter text a large file of noise holds some by chance."""
MANY = 1280
"""From so many bytes on a file is long enough to tell noise from anything else."""
UNLIKELY = 255 + 10 * 22.6
"""Pearson's χ² of byte counts: noise has 255 ± 22.6."""

OPEN = re.compile(r"vault\.json|lock|attempts|vault\.db-shm")
"""Files in clear on purpose: how to get at the key, the process that has it open, wrong passphrases, page numbers of the log."""
NAMES = re.compile(
    r"vault\.json|vault\.db(-wal|-shm|\.new)?|lock|attempts|evidence|bundles|copies"
    r"|[0-9a-f]{32}(\.cxo)?(\.part)?|vault-\d+-\d+\.db(\.part)?|vault\.json\.[0-9a-f]{8}\.part"
    r"|CXO|to-office|to-laptops|cxo-[0-9a-f]{8,16}(-[a-z0-9-]+)?\.(cxo[a-z]*|json)(\.part)?"
)
MAGIC = {
    b"SQLite format 3\0": "a database in clear",
    b"\xff\xd8\xff": "a JPEG",
    b"\x89PNG\r\n": "a PNG",
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"\x1f\x8b\x08": "a gzip file",
    b"RIFF": "a RIFF file",
}


@dataclass(frozen=True)
class Readable:
    """Something a thief can read: in which file, and what."""

    path: str
    what: str


@dataclass(frozen=True)
class Visible:
    """What can be seen of every file, whatever is in it."""

    path: str
    bytes: int
    changed: datetime


def files(folder: Path) -> Iterator[Path]:
    yield from [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())


def visible(folder: Path) -> list[Visible]:
    return [
        Visible(_place(path, folder), path.stat().st_size, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        for path in files(folder)
    ]


def readable(folder: Path, words: Sequence[str] = (), secrets: Sequence[bytes] = ()) -> list[Readable]:
    """Everything that lies open in it: telling names, known formats, what is no noise, and any of the words and secrets."""
    found: list[Readable] = []
    sought = [(word, pattern) for word in words for pattern in _patterns(word)]
    sought += [("a secret", secret) for secret in secrets]
    for path in files(folder):
        place, content = _place(path, folder), path.read_bytes()
        told = [part for part in Path(place).parts if not NAMES.fullmatch(part)]
        found += [Readable(place, f"the name “{part}” is not a random one") for part in told]
        found += [Readable(place, what) for magic, what in MAGIC.items() if content.startswith(magic)]
        found += [Readable(place, f"“{word}”") for word, pattern in sought if pattern in content]
        found += [
            Readable(place, f"“{word}” in its name") for word in words if len(word) > 2 and word in place
        ]
        if not OPEN.fullmatch(path.name) and (rest := _sealed_part(path.name, content)) is not None:
            found += [Readable(place, "it is no noise")] if not is_noise(rest) else []
    return found


def is_noise(content: bytes) -> bool:
    """Whether every byte value comes as often as in random bytes; what is too short to tell counts as noise."""
    if len(content) < MANY:
        return True
    expected = len(content) / 256
    counts = Counter(content)
    return sum((counts[value] - expected) ** 2 for value in range(256)) / expected < UNLIKELY


def _sealed_part(name: str, content: bytes) -> bytes | None:
    """What must be noise: without the public frame of the age format, of a write-ahead log or of an evidence file."""
    if name.endswith("-wal"):
        frames = range(32, len(content), 24 + 4096)
        return b"".join(content[start + 24 : start + 24 + 4096] for start in frames)
    if content.startswith(b"age-encryption.org/v1\n"):
        header = re.match(rb".*?\n--- [^\n]*\n", content, re.DOTALL)
        return content[header.end() :] if header else content
    if content.startswith(b"CXO-ENC1"):
        return content[8:]
    return content


def _patterns(word: str) -> set[bytes]:
    encoded = (word.encode(encoding, "ignore") for encoding in ENCODINGS)
    return {pattern for pattern in encoded if len(pattern) >= LEAST_BYTES}


def _place(path: Path, folder: Path) -> str:
    return path.name if path == folder else path.relative_to(folder).as_posix()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=Path, default=None)
    told = parser.parse_args(arguments)
    words = told.words.read_text("utf-8").split("\n") if told.words else []
    seen, found = (
        visible(told.folder),
        readable(told.folder, [word.strip() for word in words if word.strip()]),
    )
    print("Visible to anybody: names, sizes and times.")
    for each in seen:
        print(f"  {each.bytes:>12}  {each.changed:%Y-%m-%d %H:%M}  {each.path}")
    print(f"{len(seen)} files, {sum(each.bytes for each in seen)} bytes.")
    for readable_thing in found:
        print(f"READABLE  {readable_thing.path}: {readable_thing.what}")
    print("Nothing is readable." if not found else f"{len(found)} things are readable.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
