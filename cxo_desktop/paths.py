"""Where the program's own files are and where a person's files go."""

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder of schemes, catalogue, fonts, icons and languages: beside the packages, or frozen into the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    beside = Path(__file__).resolve().parent.parent / "resources"
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / "cxo-desktop" / "resources"


def home() -> Path:
    """Where everything the program keeps lives; `CXO_HOME` moves it."""
    if moved := os.environ.get("CXO_HOME"):
        return Path(moved).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "CXO Desktop"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "CXO Desktop"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "cxo-desktop"


def default_vault() -> Path:
    return home() / "vault"
