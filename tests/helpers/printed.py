"""Reads a printed report back, the way somebody with ordinary PDF tools would."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader


class Printed:
    """A PDF in memory. `text` is what copying all pages gives, with the white space evened out."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        self.reader = PdfReader(io.BytesIO(document), strict=True)
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.text = " ".join(" ".join(self.pages).split())

    @property
    def titles(self) -> list[str]:
        """The outline's first level."""
        return [str(entry.title) for entry in self.reader.outline if not isinstance(entry, list)]

    def pictures(self) -> list[bytes]:
        """Every JPEG in the file as it stands there, in the order of the file."""
        found = []
        for number in range(1, len(self.reader.xref[0]) + 1):
            entry: Any = self.reader.get_object(number)
            if isinstance(entry, dict) and entry.get("/Subtype") == "/Image":
                assert entry["/Filter"] in ("/DCTDecode", ["/DCTDecode"])
                found.append(bytes(entry._data))
        return found

    def by_tool(self, folder: Path, *command: str) -> str:
        """What a program of poppler or qpdf says of the file; the test is skipped where it is not installed."""
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        path = folder / "report.pdf"
        path.write_bytes(self.document)
        run = [str(path) if part == "FILE" else part for part in command]
        done = subprocess.run(run, capture_output=True, check=True)
        return done.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Without white space: where lines break says nothing."""
    return "".join(text.split())
