"""What the office's commands say, in Chinese and English. The window's catalogue stays on the laptop's side."""

import locale
import os

from cxo_central.problem_words import ANSWERS
from cxo_core.problems import Code, Problem

Words = tuple[str, str]
"""Chinese, English."""


def is_english() -> bool:
    """English only where the system says so; Chinese everywhere else."""
    tag = os.environ.get("CXO_LANGUAGE") or locale.getlocale()[0] or ""
    return tag.lower().startswith("en")


def say(words: Words, **named: object) -> str:
    return words[is_english()].format_map(_Named(named))


class _Named(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


MADE = (
    "已建立“{name}”：{folder}\n请把 {public} 交给各台电脑；{identity} 和 {receipt} 只留在这里，并妥善备份：没有它们，数据包谁也打不开。",
    "The office “{name}” is ready: {folder}\nGive {public} to the laptops. Keep {identity} and {receipt} here, with a backup: without them nobody can open the bundles.",
)
SOUND = (
    "数据包完整可信：{walkthrough} 第 {revision} 版，{events} 条记录，{photos} 件证据，设备 {device}。",
    "The bundle is sound: {walkthrough}, revision {revision}, {events} entries, {photos} pieces of evidence, device {device}.",
)
UNSOUND = (
    "数据包未通过核验：{walkthrough} 第 {revision} 版，设备 {device}。",
    "The bundle does not verify: {walkthrough}, revision {revision}, device {device}.",
)
KEYS = (
    "名称：{name}\n封存公钥：{recipients}\n回执公钥：{receipt_key}",
    "Office: {name}\nSealed to: {recipients}\nReceipts signed by: {receipt_key}",
)
PASSED = ("通过", "passed")
FAILED = ("未通过", "failed")
NOT_MADE = ("未能检查", "not checked")

SUBJECTS: dict[str, Words] = {
    "signature": ("签名", "Signature"),
    "members": ("文件", "Files"),
    "events": ("逐条记录", "Entries"),
    "chain-head": ("记录首尾", "End of the record"),
    "identity": ("标识", "Label"),
    "evidence": ("证据", "Evidence"),
    "walkthrough": ("汇总", "Summary"),
}

PROBLEMS: dict[Code, Words] = {
    Code.BUNDLE_DAMAGED: (
        "数据包已损坏，读到“{where}”处就读不下去了。请重新拷贝，或请体验员重新封存。",
        "The bundle is damaged: it cannot be read past “{where}”. Copy it again, or have it sealed again.",
    ),
    Code.BUNDLE_DEVICE_UNEXPECTED: (
        "数据包由设备 {device} 签名，不是预期的那一台。请核实用的是哪台电脑。",
        "It is signed by device {device}, not by the one it was expected from. Ask which laptop was used.",
    ),
    Code.BUNDLE_EVIDENCE_DIFFERS: (
        "证据 {evidence} 与记录所载不一致。请勿采信，请体验员重新封存。",
        "Evidence {evidence} differs from what the record says of it. Do not rely on it; have it sealed again.",
    ),
    Code.BUNDLE_EVIDENCE_MISSING: (
        "记录中有证据 {evidence}，数据包里没有。请体验员重新封存。",
        "The record names evidence {evidence}, but the bundle does not hold it. Have it sealed again.",
    ),
    Code.BUNDLE_EVIDENCE_UNRECORDED: (
        "证据 {evidence} 不在记录之中，或者已从记录中移除。请体验员重新封存。",
        "Evidence {evidence} is not part of the record, or was removed from it. Have it sealed again.",
    ),
    Code.BUNDLE_HEAD_DIFFERS: (
        "记录不完整：应有 {expected} 条，实有 {events} 条，或最后一条不同。请体验员重新封存。",
        "The record is not complete: {expected} entries were sealed, {events} are there, or the last one differs. Have it sealed again.",
    ),
    Code.BUNDLE_IDENTITY_DIFFERS: (
        "标识与记录在“{field}”一项上不一致。请体验员重新封存。",
        "The label and the record do not agree on “{field}”. Have it sealed again.",
    ),
    Code.BUNDLE_MEMBER_DAMAGED: (
        "“{member}”与封存时不一致。请重新拷贝，或请体验员重新封存。",
        "“{member}” is not as it was sealed. Copy the bundle again, or have it sealed again.",
    ),
    Code.BUNDLE_MEMBER_MISSING: (
        "“{member}”已封存但不在包内。请重新拷贝，或请体验员重新封存。",
        "“{member}” was sealed but is not there. Copy the bundle again, or have it sealed again.",
    ),
    Code.BUNDLE_MEMBER_UNEXPECTED: (
        "“{member}”并非封存在此包内，或位置不对。请勿打开，请体验员重新封存。",
        "“{member}” was not sealed into this bundle, or not in this place. Do not open it; have it sealed again.",
    ),
    Code.BUNDLE_NOT_A_BUNDLE: (
        "这不是数据包。请选择扩展名为 .cxo 的文件。",
        "This is not a bundle. Choose a file that ends in .cxo.",
    ),
    Code.BUNDLE_NOT_FOR_THIS_KEY: (
        "这把密钥打不开该数据包：它是封存给另一个体验办的。请用那个体验办的密钥。",
        "This key does not open the bundle: it was sealed to another office. Use that office's key.",
    ),
    Code.BUNDLE_SIGNATURE_WRONG: (
        "签名无效：设备 {device} 没有为现在这个数据包签名。请勿采信，请体验员重新封存。",
        "The signature does not hold: device {device} did not sign the bundle as it is now. Do not rely on it; have it sealed again.",
    ),
    Code.BUNDLE_UNKNOWN_VERSION: (
        "数据包的格式版本是 {version}，本程序还不认识。请升级程序后再核验。",
        "The bundle has format version {version}, which this program does not know. Update the program, then verify again.",
    ),
    Code.BUNDLE_UNREADABLE: (
        "无法读取文件（{reason}）。请确认文件还在、U 盘没有拔出，然后重试。",
        "The file cannot be read ({reason}). Check that it is there and the stick is still plugged in, then try again.",
    ),
    Code.BUNDLE_WALKTHROUGH_DIFFERS: (
        "汇总副本与各条记录对不上。请只以各条记录为准，并请体验员重新封存。",
        "The folded copy does not follow from the entries. Rely on the entries only and have it sealed again.",
    ),
    Code.CHAIN_BROKEN: (
        "第 {seq} 条与前一条接不上：记录被改动过。请原样保存这个文件并查明原因。",
        "Entry {seq} does not follow from the one before it: the record was changed. Keep this file as it is and find out why.",
    ),
    Code.EVENT_MALFORMED: (
        "有一条记录不合格式（{kind}：{field}）。请原样保存这个文件并查明原因。",
        "An entry is not in the right form ({kind}: {field}). Keep this file as it is and find out why.",
    ),
    Code.FOLDER_READ_ONLY: (
        "不能写入“{path}”。请取得写入权限，或另选一个文件夹。",
        "“{path}” cannot be written. Ask for write permission, or choose another folder.",
    ),
    Code.IDENTITY_UNREADABLE: (
        "“{path}”里没有可用的密钥（第 {line} 行）。请从备份恢复体验办的密钥文件。",
        "“{path}” holds no usable key (line {line}). Bring the office's key file back from the backup.",
    ),
    Code.OFFICE_EXISTS: (
        "“{path}”已经存在，其中的密钥可能已用于封存数据包，均保持原样。请另选一个文件夹。",
        "“{path}” is there already and bundles may have been sealed to its keys; all is left as it is. Choose another folder.",
    ),
    Code.OFFICE_UNREADABLE: (
        "这里不是体验办的文件夹，或其中的“{field}”缺失、不合要求。请先运行 cxo-central init。",
        "This is not the folder of an office, or its “{field}” is missing or not as expected. Run cxo-central init first.",
    ),
    Code.BACKUP_DAMAGED: (
        "备份“{path}”已损坏（{why}），没有恢复任何内容。请使用另一份备份。",
        "The backup “{path}” is damaged ({why}); nothing was restored. Use another backup.",
    ),
    Code.BACKUP_NEWER: (
        "备份“{path}”由更新版本的程序生成。请先升级程序，再恢复。",
        "The backup “{path}” was made by a newer program. Update the program, then restore.",
    ),
    Code.OFFICE_DATABASE_FAILING: (
        "数据库没有正常应答（{cause}）。请检查数据库是否在运行、设置是否正确，然后重试；数据没有改变。",
        "The database does not answer as it should ({cause}). Check that it runs and that the settings are right, then try again; nothing was changed.",
    ),
    Code.OFFICE_DATABASE_NEWER: (
        "数据库的版本是 {found}，比本程序认识的 {known} 更新，因此没有改动。请升级程序。",
        "The database has version {found}, later than {known}, which this program knows; it was left as it is. Update the program.",
    ),
    Code.OFFICE_FILES_FAILING: (
        "文件存储没有正常应答（{cause}）。请检查文件夹或 S3 服务以及设置，然后重试。",
        "The file store does not answer as it should ({cause}). Check the folder or the S3 service and the settings, then try again.",
    ),
    Code.OFFICE_SETTING_WRONG: (
        "设置“{setting}”不对：{why}。请更正 office.toml、环境变量或命令，然后重试。",
        "The setting “{setting}” is not right: {why}. Correct office.toml, the environment or the command, then try again.",
    ),
    Code.PLACE_TAKEN: (
        "“{place}”已被占用。请停止占用它的程序，或另选一个。",
        "“{place}” is taken already. Stop what uses it, or choose another.",
    ),
    Code.BACKUP_NOT_FOUND: (
        "没有找到备份“{path}”。请确认文件还在，然后重试。",
        "There is no backup “{path}”. Check that the file is there, then try again.",
    ),
    Code.RECOVERY_KEY_WRONG: (
        "这把密钥打不开“{path}”：它是加密给另一把密钥的。请换一把密钥文件。",
        "This key does not open “{path}”: it was encrypted to another one. Use the other key file.",
    ),
    Code.FOLDER_MISSING: (
        "没有找到“{path}”。请确认文件夹还在、U 盘已插好，然后重试。",
        "There is no “{path}”. Check that the folder is there and the stick is plugged in, then try again.",
    ),
    Code.STICK_FULL: (
        "U 盘“{path}”空间不足，还差 {missing_mib} MiB，没有留下半个文件；数据包已经收好。请腾出空间后再运行一次，把回执和任务包写全。",
        "There is not enough room on the stick “{path}”: {missing_mib} MiB more are needed. No half file was left and the bundles are safe here. Make room and run this again, so that all receipts and packs get there.",
    ),
    Code.STICK_GONE: (
        "U 盘“{path}”读写失败（{cause}）。已经收下的数据包不受影响；请重新插好，再运行一次，把回执写上去。",
        "The stick “{path}” could not be reached ({cause}). What was taken in is safe. Plug it in again and run this once more, so that the receipts get there.",
    ),
    Code.STICK_READ_ONLY: (
        "U 盘“{path}”是只读的，回执写不上去；数据包已经收好。请打开写保护开关后再运行一次。",
        "The stick “{path}” is read-only, so no receipt could be written; the bundles are safe here. Slide its write lock back and run this again.",
    ),
}
PROBLEMS.update(ANSWERS)


def explain(problem: Problem) -> str:
    """The sentence for a problem; one that no command of the office can meet is named by its code."""
    words = PROBLEMS.get(problem.code)
    return say(words, **problem.details) if words else str(problem)
