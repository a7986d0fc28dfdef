"""What a copy to a stick did, and what a stick brought, in plain words. Pure."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxo_desktop import problem_words
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.courier import Exported
    from cxo_desktop.services.courier_return import Imported, OfficeNews


class Said(NamedTuple):
    """`tone` is the banner's: done, notice or problem."""

    title: str
    sentence: str
    tone: str = "done"


def exported_words(done: "Exported", folder: Path) -> Said:
    lines = []
    if done.present:
        lines.append(
            ngettext("{count} lay there already.", "{count} lay there already.", len(done.present)).format(
                count=len(done.present)
            )
        )
    if done.requests:
        lines.append(_("The enrolment request is on the stick too."))
    lines += [f"⚠ {problem_words.sentence(each.problem)}" for each in done.failed]
    if done.copied or done.present or done.requests:
        lines.append(
            _("They are in {folder}. Eject the stick before pulling it out.").format(folder=folder / "CXO")
        )
    if not (done.copied or done.present or done.failed or done.requests or done.is_stopped):
        return Said(_("Nothing is waiting"), _("There is no sealed bundle without a receipt."), "notice")
    count = len(done.copied)
    title = ngettext("{count} bundle saved", "{count} bundles saved", count).format(count=count)
    if done.is_stopped:
        return Said(_("Stopped. {what}").format(what=title), "\n".join(lines), "notice")
    return Said(title, "\n".join(lines), "notice" if done.failed else "done")


def imported_words(done: "Imported") -> Said:
    unread = [f"⚠ {each.name}: {problem_words.sentence(each.problem)}" for each in done.unread]
    if not done.news and not unread:
        return Said(
            _("There is nothing for this laptop on the stick"),
            _(
                "The office writes its answers when it reads the stick. Choose the stick itself, or its folder CXO."
            ),
            "notice",
        )
    lines = [line for each in done.news for line in _news(each)]
    has_trouble = bool(unread or done.refused or any(each.problems for each in done.news))
    count = len(done.delivered)
    title = ngettext("{count} receipt read", "{count} receipts read", count).format(count=count)
    return Said(title, "\n".join([*lines, *unread]), "notice" if has_trouble else "done")


def _news(each: "OfficeNews") -> list[str]:
    office = each.office.name
    lines = []
    if each.is_approved:
        lines.append(_("This laptop is enrolled with {office}").format(office=office))
    if each.pack is not None and not each.pack.is_empty:
        lines.append(
            _("Office pack {version} of {office}: {count} changes.").format(
                version=each.pack.version, office=office, count=len(each.pack.news)
            )
        )
    elif each.pack is not None:
        lines.append(
            _("Office pack {version} of {office} was here already.").format(
                version=each.pack.version, office=office
            )
        )
    if each.refused:
        lines.append(
            "⚠ "
            + ngettext(
                "{count} bundle was refused; why is said in its row.",
                "{count} bundles were refused; why is said in their rows.",
                len(each.refused),
            ).format(count=len(each.refused))
        )
    lines += [f"⚠ {problem_words.sentence(problem)}" for problem in each.problems]
    return lines
