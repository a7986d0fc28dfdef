"""What laptops and the office tell each other when something stands in the way: Chinese, English."""

from typing import Final

from cxo_core.problems import Code

ANSWERS: Final[dict[Code, tuple[str, str]]] = {
    Code.BUNDLE_CONFLICTS: (
        "{walkthrough} 第 {revision} 版已经收到过，内容不同；先收到的有效，这一份已隔离保存。请体验员查明原因，按下一版重新封存。",
        "Revision {revision} of {walkthrough} is here already with other content; the first one counts and this one is kept in quarantine. Find out why, and seal the next revision.",
    ),
    Code.BUNDLE_DEVICE_UNKNOWN: (
        "数据包由设备 {device} 封存，本办没有登记这台电脑。请先为它办理登记，再重新接收。",
        "The bundle was sealed by device {device}, which is not enrolled here. Enrol the laptop, then take the bundle in again.",
    ),
    Code.BUNDLE_GONE: (
        "没有这个数据包的回执。请重新发送，或核对编号。",
        "The office has not answered for such a bundle. Send it again, or check the number.",
    ),
    Code.BUNDLE_TOO_LARGE: (
        "数据包超过格式允许的 {limit_mib} MiB。请减少照片后重新封存。",
        "The bundle is larger than the {limit_mib} MiB the format allows. Take out photos and seal it again.",
    ),
    Code.CALENDAR_NOT_PUBLISHED: (
        "{year} 年的节假日安排尚未公布，无法计算工作日。公布并更新程序后即可计算。",
        "The working days of {year} are not published yet, so they cannot be counted. Update the program once they are.",
    ),
    Code.DEVICE_REVOKED: (
        "设备 {device} 的登记已被注销，不再接收它的数据包。如需恢复，请重新办理登记。",
        "Device {device} was revoked: nothing is taken from it any more. Enrol it again to change that.",
    ),
    Code.DISK_FAILING: (
        "磁盘读写出错（{cause}）。请检查磁盘后重试，已确认收到的内容不受影响。",
        "The disk does not read or write as it should ({cause}). Check it, then try again; what was answered for is safe.",
    ),
    Code.DISK_FULL: (
        "磁盘已满（{path}）。请腾出空间后重试，已确认收到的内容不受影响。",
        "The disk is full ({path}). Make room, then try again; what was answered for is safe.",
    ),
    Code.DOCUMENT_HAS_MISTAKES: (
        "文件内容有错误。请按提示修改后重试。",
        "The document has mistakes. Correct them as shown, then try again.",
    ),
    Code.DOCUMENT_NOT_SIGNED: (
        "文件的签名无效，或内容不合格式（{why}）。请让对方重新生成一份。",
        "The document is not signed as it must be ({why}). Ask for a new one.",
    ),
    Code.DOCUMENT_UNREADABLE: (
        "无法读取文件。请确认文件完整，然后重试。",
        "The document cannot be read. Check that it is whole, then try again.",
    ),
    Code.ENROLMENT_CODE_UNKNOWN: (
        "登记码无效：不存在、已用过或已过期。请重新生成登记文件。",
        "The enrolment code is not good: it is unknown, used or expired. Make a new enrolment file.",
    ),
    Code.ENROLMENT_UNREADABLE: (
        "这不是登记文件，或其中的“{field}”不合要求。请重新生成一份。",
        "This is not an enrolment file, or its “{field}” is not as it must be. Make a new one.",
    ),
    Code.EVIDENCE_DAMAGED: (
        "证据 {evidence} 已损坏。请从备份恢复后重试。",
        "Evidence {evidence} is damaged. Bring it back from a backup, then try again.",
    ),
    Code.ITEM_MALFORMED: (
        "事项“{name}”不合格式：{cause}。请更正后重试。",
        "The service item “{name}” is not in the right form: {cause}. Correct it, then try again.",
    ),
    Code.MATTER_NOT_FOUND: (
        "没有这一项（{kind} {id}）。请先列出现有的，再从中选择。",
        "There is no such thing ({kind} {id}). List what there is and choose from it.",
    ),
    Code.OFFICE_BUSY: (
        "现在忙不过来，没有保存这次请求。请稍后再试。",
        "The office is too busy to answer now; nothing of this request was kept. Try again a little later.",
    ),
    Code.PACK_NOT_SOUND: (
        "任务包或递送文件无效（{why}）。请重新生成一份。",
        "The pack is not sound ({why}). Make a new one.",
    ),
    Code.QUOTA_EXCEEDED: (
        "这台电脑未完成和被隔离的文件共 {held} 字节，再加 {bytes} 字节就超出限额 {quota} 字节。请先处理隔离的文件，或提高限额。",
        "This laptop has {held} bytes lying here unfinished or in quarantine; {bytes} more would exceed its {quota}. Clear the quarantine, or raise the quota.",
    ),
    Code.RECIPIENT_UNREADABLE: (
        "公钥文件“{path}”第 {line} 行无法识别。请更正后重试。",
        "Line {line} of “{path}” is no public key. Correct it, then try again.",
    ),
    Code.REQUEST_MALFORMED: (
        "请求不合格式（{field}）。请核对接口说明，并确认两边程序的版本相配。",
        "The request is not in the right form ({field}). See the description of the interface, and whether the versions fit together.",
    ),
    Code.SCHEME_MALFORMED: (
        "方案“{name}”不合格式：{cause}。请更正后重试。",
        "The scheme “{name}” is not in the right form: {cause}. Correct it, then try again.",
    ),
    Code.TOKEN_UNKNOWN: (
        "访问令牌缺失或无效。电脑请重新办理登记，管理员请重新生成令牌。",
        "The access token is missing or not known. A laptop has to be enrolled again, an admin needs a new token.",
    ),
    Code.UPLOAD_DIGEST_DIFFERS: (
        "收到的字节与说明的摘要不符，没有保留。请重新发送。",
        "The bytes that came are not those that were announced; nothing of them was kept. Send them again.",
    ),
    Code.UPLOAD_EXPIRED: (
        "这次上传已过期。请重新开始上传。",
        "The time of this upload is over. Begin it anew.",
    ),
    Code.UPLOAD_GONE: (
        "没有这次上传，或者它已经结束。请先询问回执，再重新开始。",
        "There is no such upload, or it has ended. Ask for the receipt first, then begin anew.",
    ),
    Code.UPLOAD_INCOMPLETE: (
        "文件还没有传完：共 {bytes} 字节，已收到 {offset} 字节。请接着发送。",
        "The file is not whole yet: {offset} of {bytes} bytes are here. Send the rest.",
    ),
    Code.UPLOAD_OFFSET_DIFFERS: (
        "应当从第 {offset} 字节接着发送。",
        "The next byte wanted is number {offset}. Go on from there.",
    ),
    Code.UPLOAD_TOO_LARGE: (
        "文件为 {bytes} 字节，超过允许的 {limit} 字节。",
        "The file has {bytes} bytes, more than the {limit} allowed.",
    ),
}
