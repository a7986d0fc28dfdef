"""Other people's tools open a bundle: the steps of docs/bundle-format/v1.md are run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.seal import seal
from cxo_core.bundle.verify import verify
from helpers.bundle_samples import SEED, walk
from helpers.forged_bundles import HONEST, contents

FORMAT = Path(__file__).parents[3] / "docs" / "bundle-format" / "v1.md"

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("age", "age-keygen", "unzip", "sha256sum", "openssl")),
    reason="needs the programs age, unzip, sha256sum and openssl",
)


def block(language: str) -> str:
    found = re.findall(
        rf"^```{language}\n(.*?)^```", FORMAT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    return str(found[0])


def run(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """An identity made by age itself."""
    run(["age-keygen", "-o", "key.txt"], tmp_path)
    return tmp_path / "key.txt"


def test_the_documented_steps_verify_a_bundle_with_common_tools(tmp_path: Path, key: Path) -> None:
    (identity,) = read_identities(key)
    bundle = tmp_path / "walk.cxo"
    made = seal(bundle, contents=walk().contents(), signing_seed=SEED, recipients=[str(identity.to_public())])
    said = run(["sh", "-c", block("sh")], tmp_path, BUNDLE=str(bundle), KEY=str(key))
    assert said.count(": OK\n") == len(made.manifest.members)
    assert "Signature Verified Successfully" in said
    assert made.manifest_digest in said
    assert run([sys.executable, "-c", block("python")], tmp_path / "walk") == "17 events, unbroken\n"
    taken = {path.relative_to(tmp_path / "walk").as_posix() for path in (tmp_path / "walk").rglob("*.*")}
    assert taken == {"manifest.json", "manifest.sig", *contents(walk())}
    assert "No errors detected" in run(["unzip", "-t", "walk.zip"], tmp_path)


def test_what_age_encrypts_is_read(tmp_path: Path, key: Path) -> None:
    identities = read_identities(key)
    (tmp_path / "walk.zip").write_bytes(HONEST)
    recipient = str(identities[0].to_public())
    run(
        ["age", "-r", recipient, "-r", str(Identity.generate().to_public()), "-o", "walk.cxo", "walk.zip"],
        tmp_path,
    )
    assert verify(tmp_path / "walk.cxo", identities).is_sound
