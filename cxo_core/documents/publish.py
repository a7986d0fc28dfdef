"""Writes the published JSON Schemas: `python -m cxo_core.documents.publish resources/schemas`."""

import json
import sys
from pathlib import Path

from cxo_core.documents.forms import item_form, scheme_form
from cxo_core.documents.script_form import script_form


def published() -> dict[str, str]:
    """The text of each published file by its name."""
    forms = {
        "scheme.schema.json": scheme_form(),
        "service-item.schema.json": item_form(),
        "script.schema.json": script_form(),
    }
    return {name: json.dumps(form, ensure_ascii=False, indent=2) + "\n" for name, form in forms.items()}


if __name__ == "__main__":
    for name, text in published().items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")
