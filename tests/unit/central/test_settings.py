"""The office's settings: what wins, what is refused and why, and that no secret lies open."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from cxo_central.settings import CentralSettings, load
from cxo_core.problems import Code, Problem
from helpers.problems_raised import raises

EMPTY = 'name = "体验办"\n'


def read(folder: Path, toml: str = EMPTY, **environ: str) -> CentralSettings:
    (folder / "office.toml").write_text(toml, "utf-8")
    return load(folder, {f"CXO_CENTRAL_{name.upper()}": value for name, value in environ.items()})


def test_an_office_that_says_nothing_keeps_everything_in_its_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.name == "体验办"
    assert settings.database == f"sqlite:///{tmp_path.resolve()}/office.db"
    assert settings.files == str(tmp_path.resolve() / "files")
    assert (settings.listen, settings.tls, settings.sealed) == (("0.0.0.0", 8443), "own", False)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = read(tmp_path, 'name = "a"\nlisten = "127.0.0.1:1"\nquota_bytes = 5\n', listen="[::1]:9000")
    assert settings.listen == ("::1", 9000)
    assert settings.quota_bytes == 5


def test_sizes_lists_and_truths_are_read_from_both(tmp_path: Path) -> None:
    toml = 'addresses = ["https://a.example/"]\nsealed = true\nmax_upload_bytes = "1 GiB"\n'
    settings = read(tmp_path, toml, trusted_proxies="10.0.0.1, 10.0.0.2", quota_bytes="20MiB", sealed="no")
    assert settings.addresses == ("https://a.example",)
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert (settings.max_upload_bytes, settings.quota_bytes, settings.sealed) == (1 << 30, 20 << 20, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen", "8443"),
        ("listen", "host:99999"),
        ("addresses", "office.example"),
        ("addresses", "https://a:port"),
        ("addresses", "ftp://a.example"),
        ("addresses", " ".join(f"https://{n}.example" for n in range(9))),
        ("quota_bytes", "plenty"),
        ("quota_bytes", "-1"),
        ("processes", "0"),
        ("processes", "two"),
        ("sealed", "perhaps"),
        ("tls", "maybe"),
        ("tls", "given"),
        ("metrics_from", "office"),
        ("database", "mysql://a@b/c"),
        ("database", "office.db"),
        ("files", "s3://"),
        ("files", "https://bucket"),
        ("databse", "sqlite:///x"),
    ],
)
def test_a_setting_that_is_not_right_is_named(tmp_path: Path, name: str, value: str) -> None:
    with raises(Code.OFFICE_SETTING_WRONG) as caught:
        read(tmp_path, **{name: value})
    assert name in str(caught.details["setting"]).lower()
    assert caught.details["why"]


def test_a_setting_nobody_knows_is_not_passed_over(tmp_path: Path) -> None:
    with raises(Code.OFFICE_SETTING_WRONG) as caught:
        read(tmp_path, 'databse = "sqlite:///x"\n')
    assert caught.details["setting"] == "databse"


@pytest.mark.parametrize("content", [b"\xff", b"name = ", None])
def test_a_folder_without_readable_settings_is_no_office(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "office.toml").write_bytes(content)
    with raises(Code.OFFICE_UNREADABLE):
        load(tmp_path, {})


def test_a_password_comes_from_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/word\n")
    secret.chmod(0o600)
    settings = read(
        tmp_path, database="postgresql://office@db.example/cxo", database_password_file=str(secret)
    )
    assert settings.database == "postgresql+psycopg://office:p%40ss%2Fword@db.example/cxo"
    assert "%2F" not in repr(settings)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s")
    secret.chmod(mode)
    with raises(Code.OFFICE_SETTING_WRONG) as caught:
        read(tmp_path, s3_secret_file="secret")
    assert "chmod 600" in str(caught.details["why"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("line", ['s3_secret = "s"', 'database = "postgresql://a:secret@b/c"'])
def test_a_settings_file_with_a_secret_must_be_for_its_owner_only(tmp_path: Path, line: str) -> None:
    with pytest.raises(Problem):
        read(tmp_path, line)
    (tmp_path / "office.toml").chmod(0o600)
    assert load(tmp_path, {}).folder == tmp_path


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with raises(Code.OFFICE_SETTING_WRONG) as caught:
        read(tmp_path, s3_secret_file="nowhere")
    assert caught.details["setting"] == "s3_secret_file"


def test_a_password_for_a_url_that_has_one_is_refused(tmp_path: Path) -> None:
    with raises(Code.OFFICE_SETTING_WRONG):
        read(tmp_path, database="postgresql://a:b@c/d", database_password="x")


def test_the_administrators_guide_tells_of_every_setting() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "central.md").read_text("utf-8")
    silent = [
        each.name
        for each in fields(CentralSettings)
        if f"`{each.name}`" not in guide and each.name != "folder"
    ]
    assert silent == []
