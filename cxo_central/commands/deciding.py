"""`cxo-central decide` and `answer`: what the office says of a bundle."""

import argparse
from typing import TYPE_CHECKING

from cxo_central import matter_words as words
from cxo_central.commands import DONE, UNSOUND, answering_command, family
from cxo_central.commands.matters import check_readable
from cxo_central.commands.told import print_json
from cxo_central.words import say
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Comment, Decision, Verdict

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    verdicts = family(commands, "decide", words.DECIDE)
    for name, about, verdict in (
        ("accept", words.DECIDE_ACCEPT, Verdict.ACCEPTED),
        ("return", words.DECIDE_RETURN, Verdict.RETURNED),
    ):
        decide = answering_command(verdicts, name, about, _decide)
        decide.add_argument("walkthrough", metavar="WALKTHROUGH")
        decide.add_argument("revision", type=int, metavar="REVISION")
        decide.add_argument(
            "--comment", action="append", default=[], metavar="STEP=TEXT", help=say(words.DECIDE_COMMENT)
        )
        decide.add_argument("--again", action="store_true", help=say(words.DECIDE_AGAIN))
        decide.set_defaults(verdict=verdict)
    answer = answering_command(commands, "answer", words.ANSWER, _answer)
    answer.add_argument("walkthrough", metavar="WALKTHROUGH")
    answer.add_argument("finding", metavar="FINDING")
    answer.add_argument("--unit", required=True, help=say(words.ANSWER_UNIT))
    answer.add_argument("--text", required=True, help=say(words.ANSWER_TEXT))
    answer.add_argument("--closed", action="store_true", help=say(words.ANSWER_CLOSED))


def _decide(asked: argparse.Namespace) -> int:
    """1 where the office decided otherwise before: then nothing is changed."""
    from cxo_central.house import House
    from cxo_central.storage.matters_deciding import decide

    comments = tuple(_comment(text) for text in asked.comment)
    if asked.verdict is Verdict.RETURNED and not comments:
        raise Problem(Code.OFFICE_SETTING_WRONG, setting="--comment", why=say(words.COMMENT_WANTED))
    with House.open(asked.folder) as house:
        given = Decision(asked.walkthrough, asked.revision, asked.verdict, comments, house.now())
        check_readable(Decision.from_json, given.to_json())
        stands = decide(house.engine, given, is_again=asked.again)
    is_done = (stands.verdict, stands.comments) == (given.verdict, given.comments)
    if asked.json:
        print_json({"is_done": is_done, "decision": stands.to_json()})
    else:
        print(_sentence(stands, is_done=is_done))
    return DONE if is_done else UNSOUND


def _sentence(stands: Decision, *, is_done: bool) -> str:
    named = {"walkthrough": stands.walkthrough, "revision": stands.revision}
    if not is_done:
        at = stands.decided_at.astimezone().strftime("%Y-%m-%d %H:%M")
        return say(words.DECIDED_OTHERWISE, at=at, verdict=say(words.VERDICTS[stands.verdict.value]), **named)
    if stands.verdict is Verdict.ACCEPTED:
        return say(words.ACCEPTED, **named)
    return say(words.RETURNED, count=len(stands.comments), **named)


def _comment(text: str) -> Comment:
    step, equals, said = text.partition("=")
    if not equals or not said.strip():
        raise Problem(
            Code.OFFICE_SETTING_WRONG, setting="--comment", why=say(words.COMMENT_FORM, text=text[:40])
        )
    return Comment(step.strip(), said.strip())


def _answer(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.matters_deciding import answer

    with House.open(asked.folder) as house:
        said = Answer(
            asked.walkthrough,
            asked.finding,
            asked.unit.strip(),
            asked.text.strip(),
            asked.closed,
            house.now(),
        )
        check_readable(Answer.from_json, said.to_json())
        answer(house.engine, said)
    if asked.json:
        print_json(said.to_json())
    else:
        print(say(words.ANSWERED, walkthrough=said.walkthrough, finding=said.finding))
    return DONE
