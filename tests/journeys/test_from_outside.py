"""The installed program as a stranger meets it: a real screen, a real keyboard, the accessibility bus, and a kill without warning."""

import re
import subprocess
import sys
import time
from pathlib import Path

from helpers.outside import ROOT, Screen, until
from helpers.outside_visit import (
    OPENED,
    PASSPHRASE,
    answered,
    begin_in_the_hall,
    choose_file,
    kinds,
    pressed,
    running,
    saved,
    seconds_on,
    shown,
)
from helpers.recordings import jpeg

CENTRAL = (sys.executable, "-m", "cxo_central.cli")
WALK = ("arrived", "ticket_taken", "called", "service_started", "service_ended")


def test_the_first_start_makes_a_vault_and_a_second_one_is_told_that_it_is_open(
    screen: Screen, home: Path
) -> None:
    with running(screen, home, language="en") as program:
        program.focus_is("officerName")
        program.type("Li Min")
        program.keys("Tab")
        program.type(PASSPHRASE)
        program.keys("Tab")
        program.type("four words nobody")
        program.keys("Return")
        program.see(id="newPassphraseAgainMistake", part="differ")
        program.type(PASSPHRASE)
        program.keys("Return")
        key = program.see(id="recoveryKeyText")["name"]
        assert re.fullmatch(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", key)
        assert "enabled" not in program.see(id="recoveryKeyGoOn")["states"]
        program.press("recoveryKeyWritten")
        program.press("recoveryKeyGoOn")
        program.see(id="todayGreeting", name="Officer: Li Min")
        with running(screen, home, language="en") as second:
            assert second.see(id="refusedTitle")["name"] == "The vault is open elsewhere"
            assert "close" in second.see(id="refusedSentence")["name"].lower()
            second.press("refusedQuit")
            assert second.ended() == 0
        program.see(id="todayStart")
        assert program.quit() == 0


def test_a_visit_is_begun_and_recorded_by_keyboard_alone(
    screen: Screen, home: Path, vault: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "notice.jpg"
    photo.write_bytes(jpeg(3))
    with running(screen, home, environment=OPENED) as program:
        program.focus_is("todayStart")
        program.see(id="todayGreeting", part="李敏")
        program.keys("ctrl+n")
        program.see(role="list item", part="延续")
        program.focus_is("showsSecrets.no")
        program.keys("space", "Tab")
        program.fill("itemSearch", "延续")
        program.keys("Tab", "Tab")
        program.focus_is("channel.hall")
        program.keys("space", "Tab")
        program.fill("hallField.hall", "政务大厅")
        program.keys("Tab")
        program.fill("windowField.window", "3")
        program.keys("Tab", "Tab", "Tab")
        program.focus_is("accompanied.yes")
        program.keys("Right")
        program.focus_is("accompanied.no")
        program.keys("Return")
        program.see(id="stepBegin")

        pressed(program, "F12", "到厅")
        pressed(program, "alt+Down", "进入环节")
        program.keys("F2")
        program.fill("detail.number", "A032")
        program.keys("Return")
        program.see(role="list item", part="A032")
        pressed(program, "F3", "叫号")
        pressed(program, "F4", "开始服务")
        program.keys("F4", "F4")
        program.see(id="clock.service", part="▶")
        program.keys("ctrl+m")
        program.focus_is("material.application_form")
        program.keys("space")
        program.see(role="list item", part="要求材料")
        program.keys("ctrl+shift+m")
        program.fill("extraTitle", "health card")
        program.keys("Tab")
        program.fill("extraBy", "window 3")
        program.keys("Return")
        program.see(role="list item", part="health card")
        program.keys("Escape", "ctrl+d")
        program.focus_is("attitude")
        program.keys("1")
        program.see(id="act.greeted", part="做到了")
        program.focus("reading.service")
        program.keys("4")
        program.see(id="reading.serviceSaid", name="满意")
        pressed(program, "F5", "结束服务")

        program.keys("ctrl+e")
        program.fill("note", "two windows, one open")
        program.keys("Escape", "ctrl+p")
        choose_file(program, photo)
        program.see(role="list item", part="附上证据")
        program.keys("ctrl+i")
        program.fill("findingFact", "asked for a paper that is not listed")
        program.keys("Return")
        program.see(id="findingMistake", part="类别")
        program.focus_is("findingClass")
        program.keys("3", "Return")
        program.see(role="list item", part="not listed")
        program.keys("ctrl+l")
        program.focus_is("lateKind")
        program.keys(*["Down"] * 11, "Tab")
        program.fill("lateTime", "-5")
        program.keys("Return")
        program.see(role="list item", part="导办")
        program.keys("Escape", "ctrl+t")
        program.focus_is("timeline")
        program.keys("Home")
        until(lambda: program.focused()["id"].endswith(".timeline"), "the timeline")
        rows = [row["name"] for row in program.all(role="list item", id="timeline")]
        program.keys(*["Down"] * next(at for at, row in enumerate(rows) if "A032" in row), "Return")
        program.focus_is("correctionTime")
        program.keys("Tab", "ctrl+a")
        program.fill("correctionDetail0", "A033")
        until(
            lambda: program.focused()["id"].endswith("correctionReason") or program.keys("Tab"), "the reason"
        )
        program.type("misread")
        program.keys("Return")
        program.see(role="list item", part="A033")
        program.keys("ctrl+z")
        program.see(role="list item", part="A032")
        program.keys("ctrl+y")
        program.see(role="list item", part="A033")
        saved(program)
        assert program.quit() == 0
    told = shown(home)
    assert told["hall"] == "政务大厅" and told["step"] == "read_guide" and not told["accompanied"]
    assert [kind for kind in kinds(told) if kind in WALK] == list(WALK)
    assert told["clocks"]["queue"]["basis"] == "monotonic"
    assert (
        told["material_sets"]["demanded"][0] == "application_form"
        and len(told["material_sets"]["extra"]) == 1
    )
    assert told["attitude"] == [{"step": "read_guide", "act": "greeted", "observed": True}]
    assert [reading["value"] for reading in told["readings"]] == [4]
    assert [note["text"] for note in told["notes"]] == ["two windows, one open"]
    assert [finding["fact"] for finding in told["findings"]] == ["asked for a paper that is not listed"]
    assert len(told["evidence"]) == 1 and not told["anomalies"]
    (guided,) = [entry for entry in told["timeline"] if entry["kind"] == "guided"]
    assert guided["entered"] == "typed"


def test_a_kill_in_the_middle_of_a_note_loses_nothing_that_was_saved(
    screen: Screen, home: Path, vault: Path
) -> None:
    begin_in_the_hall(home)
    with running(screen, home, environment=OPENED) as program:
        program.see(id="stepBegin")
        pressed(program, "F12", "到厅")
        pressed(program, "alt+Down", "进入环节")
        program.keys("alt+Down", "1")
        program.see(id="stepTitle", name="事前咨询")
        pressed(program, "F4", "开始服务")
        started = time.time()
        program.keys("ctrl+e")
        program.fill("note", "half a note, then the battery")
        kept = time.monotonic() + 1
        until(lambda: time.monotonic() > kept, "the second within which every keystroke is durable")
        program.type(" goes")
        program.kill()
    with running(screen, home, environment=OPENED) as program:
        program.see(id="stepTitle", name="事前咨询")
        note = until(lambda: program.see(id="note")["text"], "the note")
        assert "half a note, then the battery goes".startswith(note) and len(note) >= 29
        assert abs(seconds_on(program, "service") - (time.time() - started)) < 3
        pressed(program, "F5", "结束服务")
        assert program.quit() == 0
    told = shown(home)
    assert [kind for kind in kinds(told) if kind in WALK] == ["arrived", "service_started", "service_ended"]
    assert told["notes"][0]["text"].startswith("half a note, then the battery")
    assert told["clocks"]["service"]["basis"] == "monotonic"


def test_a_walkthrough_is_finished_sealed_verified_and_shown_as_a_report(
    screen: Screen, home: Path, vault: Path, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    assert subprocess.run([*CENTRAL, "init", str(office), "--name", "Office"], cwd=ROOT).returncode == 0
    begin_in_the_hall(home)
    with running(screen, home, environment=OPENED) as program:
        program.see(id="stepBegin")
        pressed(program, "F12", "到厅")
        program.keys("ctrl+Return")
        open_points = program.see(id="sealingSeal", part="项")["name"]
        for asked in ("policy_understood", "process_passable", "service_good", "experience_good"):
            program.focus(f"question.{asked}.1")
            program.keys("4")
            until(lambda asked=asked: "checked" in program.see(id=f"question.{asked}.4")["states"], asked)
        assert program.see(id="sealingSeal")["name"] != open_points
        program.press("sealingSeal")
        program.press("sealingBannerAction")
        choose_file(program, office / "office.json")
        program.see(id="sealingBannerTitle", part="公钥")
        program.press("sealingSeal")
        bundle = Path(program.see(id="sealedPath")["text"])
        program.press("sealedReport")
        program.see(id="reportView")
        assert int(re.findall(r"\d+", program.see(id="reportPages")["name"])[0]) >= 2
        program.press("reportSave")
        choose_file(program, tmp_path / "report.pdf")
        program.see(id="reportingBannerTitle", part="report.pdf")
        assert program.quit() == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    key = office / "office-identity.txt"
    assert answered(home, "verify", str(bundle), "--identity", str(key))["sound"] is True
    assert bundle.suffix == ".cxo" and shown(home)["status"] == "sealed"
    assert subprocess.run([*CENTRAL, "verify", str(bundle), "--identity", str(key)], cwd=ROOT).returncode == 0


def test_a_keyring_opens_the_vault_and_a_locked_one_leaves_it_to_the_passphrase(
    screen: Screen, home: Path, tmp_path: Path
) -> None:
    with screen.keyring(tmp_path / "session", "login password") as keyring:
        with running(screen, home, language="en", environment=keyring) as program:
            program.focus_is("officerName")
            program.type("Li Min")
            for _twice in range(2):
                program.keys("Tab")
                program.type(PASSPHRASE)
            program.keys("Return")
            program.press("recoveryKeyWritten")
            program.press("recoveryKeyGoOn")
            program.see(id="todayGreeting", part="Li Min")
            assert program.quit() == 0
        with running(screen, home, language="en", environment=keyring) as program:
            program.see(id="todayGreeting", part="Li Min")
            assert program.quit() == 0
        screen.lock_keyring()
        with running(screen, home, language="en", environment=keyring) as program:
            until(
                lambda: program.all(id="unlockWhy", part="keyring is locked") or program.keys("Escape"),
                "the lock",
            )
            program.focus_is("passphrase")
            program.type("four words somebody joins")
            program.keys("Return")
            program.see(id="passphraseMistake", part="passphrase")
            program.type(PASSPHRASE)
            program.keys("Return")
            program.see(id="todayGreeting", part="Li Min")
            assert program.quit() == 0
    with running(screen, home, language="en") as program:
        program.focus_is("passphrase")
        assert not program.all(id="unlockWhy")


def test_what_the_accessibility_bus_presses_and_writes_is_recorded(
    screen: Screen, home: Path, vault: Path
) -> None:
    begin_in_the_hall(home)
    with running(screen, home, environment=OPENED) as program:
        program.press("stepBegin")
        program.press("key.ticket_taken")
        program.write("detail.number", "A032")
        program.see(role="list item", part="A032")
        program.press("materialsHead")
        program.press("material.licence", "Toggle")
        program.see(role="list item", part="要求材料")
        program.press("reading.clear.yes", "Toggle")
        program.press("reading.service.5", "Press")
        program.press("span.failure_started", "Toggle")
        program.see(role="list item", part="系统故障")
        program.write("reading.guide_found_minutes", "7")
        program.write("note", "written by another program")
        program.press("rail.today", "Toggle")
        program.see(id="todayStart")
        assert program.quit() == 0
    told = shown(home)
    values = {reading["indicator"]: reading["value"] for reading in told["readings"]}
    assert values == {"clear": "yes", "service": 5, "guide_found_minutes": 7}
    assert told["material_sets"]["demanded"] == ["licence"]
    assert [note["text"] for note in told["notes"]] == ["written by another program"]
    assert {"ticket_taken", "failure_started"} <= set(kinds(told))
