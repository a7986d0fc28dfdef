"""What the commands that keep the house say, in Chinese and English."""

from cxo_central.words import Words

OFFICE: Words = ("体验办。", "The central office.")

INIT: Words = (
    "建立体验办：密钥、数据库、文件夹和管理员",
    "Makes an office: keys, database, folders, an admin",
)
INIT_ADDRESS: Words = (
    "各台电脑用来找到体验办的网址，可重复给出；不给时为 https://本机名:8443",
    "where laptops reach the office; may be given more than once; https://THIS-MACHINE:8443 unless given",
)
INIT_NO_NETWORK: Words = (
    "体验办没有网络：全部用 U 盘递送",
    "the office has no network: everything travels by stick",
)
INIT_ADMIN: Words = ("管理员的名称", "the name of the admin")
INIT_SEALED: Words = (
    "本机不保存打开数据包的密钥，须同时给出 --identity-to",
    "this machine does not keep the key that opens bundles; wants --identity-to",
)
INIT_IDENTITY_TO: Words = (
    "把打开数据包的密钥写到这个文件（不能在体验办的文件夹里）",
    "writes the key that opens bundles to this file, outside the office's folder",
)
MADE_SEALED: Words = (
    "已建立“{name}”：{folder}\n打开数据包的密钥在 {identity}：请移到另一台机器或锁起来，并留一份备份；没有它，数据包谁也打不开。\n{receipt} 只留在这里，并妥善备份。",
    "The office “{name}” is ready: {folder}\nThe key that opens bundles is {identity}: take it to another machine or lock it away, with a backup; without it nobody can open the bundles.\nKeep {receipt} here, with a backup.",
)
ADMIN_TOKEN: Words = (
    "管理员 {admin} 的令牌（只显示这一次，请存好）：{token}",
    "The token of admin {admin}, shown this once; keep it safe: {token}",
)
ADDRESSES: Words = (
    "电脑将使用的网址：{addresses}。如需更改，请改 office.toml 中的 addresses。",
    "Laptops will call: {addresses}. To change that, edit addresses in office.toml.",
)
NO_ADDRESS: Words = (
    "没有网址：电脑将只用 U 盘递送。要使用网络，请在 office.toml 中写入 addresses。",
    "There is no address: laptops deliver by stick only. To use a network, set addresses in office.toml.",
)
KEYS: Words = ("显示体验办的公钥", "Shows the public keys of an office")

VERIFY: Words = ("核验数据包", "Verifies a bundle")
VERIFY_DEVICE: Words = ("应当签名的电脑的公钥", "public key of the laptop it must come from")

SERVE: Words = ("启动体验办服务", "Serves the office until it is stopped")
SERVING: Words = ("体验办已启动：{address}", "The office answers at {address}")

ENROL: Words = (
    "为一位体验员生成登记文件和二维码",
    "Writes an enrolment file and a QR picture for one officer",
)
ENROL_OFFICER: Words = ("体验员姓名", "the officer's name")
ENROL_HALL: Words = ("所在大厅", "the officer's hall")
ENROL_OUT: Words = (
    "登记文件的位置；不给时写在当前文件夹",
    "where to write it; the current folder unless given",
)
ENROLLED: Words = (
    "登记文件：{file}\n请当面或以可信方式交给 {officer}，有效期至 {until}，只能登记一台电脑。拿到它的人都能登记，请勿转发。",
    "Enrolment file: {file}\nHand it to {officer} in person or in a way you trust. It enrols one laptop, until {until}; whoever holds it can enrol.",
)
ENROLLED_ADDRESSES: Words = ("电脑将连接：{addresses}", "The laptop will call: {addresses}")
ENROLLED_CERTIFICATE: Words = (
    "电脑只信任这一张证书，SHA-256：{sha256}",
    "It will trust this certificate only, SHA-256: {sha256}",
)
QR_DRAWN: Words = ("二维码：{file}", "QR picture: {file}")
QR_TOO_LARGE: Words = (
    "登记文件有 {size} 字节，二维码最多容纳 {most} 字节，因此没有生成二维码：请交付文件。",
    "The enrolment file has {size} bytes and a QR code holds {most}, so there is no picture: hand over the file.",
)

DEVICE: Words = ("管理已登记的电脑", "The laptops this office knows")
DEVICE_ID: Words = ("设备编号，见 device list", "the laptop's id, as device list shows it")
DEVICE_LIST: Words = ("列出已登记的电脑", "Lists them")
DEVICE_REVOKE: Words = ("撤销一台电脑的令牌", "Ends a laptop's access; it keeps all its work")
DEVICE_QUOTA: Words = ("设定一台电脑的配额", "Sets how much a laptop may have lying here unfinished")
DEVICE_QUOTA_SIZE: Words = (
    "例如 40GiB；{unset} 表示使用默认配额",
    "such as 40GiB; {unset} for the office's own",
)
DEVICE_RENAME: Words = ("更改体验员或大厅", "Changes the officer or the hall of a laptop")
DEVICE_REVOKED: Words = (
    "已撤销 {device}。这台电脑上的工作都还在；如需恢复，请重新生成登记文件。",
    "{device} has no access any more. Its work stays on it; to let it back in, enrol it anew.",
)
DEVICE_CHANGED: Words = ("已更改 {device}。", "{device} was changed.")
NO_DEVICES: Words = (
    "还没有电脑登记。请用 cxo-central enrol 生成登记文件。",
    "No laptop is enrolled yet. Use cxo-central enrol to write an enrolment file.",
)
REVOKED: Words = ("已撤销", "revoked")
ENROLLED_ONE: Words = ("已登记", "enrolled")

ADMIN: Words = ("管理可查阅清单的管理员", "Who may read the office's listings over the network")
ADMIN_LIST: Words = ("列出管理员", "Lists them")
ADMIN_MAKE: Words = ("新增管理员，或为其换发令牌", "Adds an admin, or gives one a new token")
ADMIN_REVOKE: Words = ("撤销管理员的令牌", "Ends an admin's access")
ADMIN_REVOKED: Words = ("已撤销管理员 {admin}。", "{admin} has no access any more.")
ADMIN_HOLDS: Words = ("有效", "holds")
AUDIT: Words = ("显示审计日志", "Shows the audit log")
AUDIT_AFTER: Words = ("只显示此编号之后的记录", "only lines behind this number")

BACKUP: Words = (
    "把整个体验办备份为一个加密文件，服务无须停止",
    "Writes the whole office into one encrypted file; it goes on serving",
)
BACKUP_RECIPIENT: Words = (
    "另一把能打开备份的 age 公钥，可重复给出",
    "another age public key whose owner can open the backup; may be given more than once",
)
BACKED_UP: Words = (
    "已备份到 {file}：{bundles} 个数据包，{files} 个文件，{bytes} 字节\nSHA-256 {sha256}\n恢复时需要打开数据包的密钥：请把它另存在别处，不要只和备份放在一起。",
    "Backed up to {file}: {bundles} bundles, {files} files, {bytes} bytes\nSHA-256 {sha256}\nTo restore it you need the key that opens bundles: keep a copy of that in another place.",
)
RESTORE: Words = ("从备份恢复体验办", "Brings an office back from a backup")
RESTORE_IDENTITY: Words = ("打开数据包的密钥文件", "the key file that opens bundles")
RESTORED: Words = (
    "已恢复“{name}”（{office}）到 {folder}：{bundles} 个数据包，{files} 个文件，全部核验无误。",
    "“{name}” ({office}) is back in {folder}: {bundles} bundles, {files} files, all verified.",
)

EXPORT: Words = (
    "把数据包按封存原样导出到一个文件夹",
    "Writes the bundles, sealed as they are, into a folder",
)
EXPORT_AFTER: Words = ("只导出此编号之后的数据包", "only bundles behind this number")
EXPORTED: Words = (
    "已导出 {count} 个数据包到 {folder}，最后一个的编号是 {last}。",
    "{count} bundles are in {folder}; the last has number {last}.",
)
OPEN: Words = (
    "在保管密钥的机器上核验数据包",
    "Verifies bundles on the machine that keeps the key",
)
OPEN_OUT: Words = (
    "把可信的数据包解密到这个文件夹；不给时磁盘上不留任何明文",
    "unpacks sound bundles into this folder; nothing is decrypted to the disk unless it is given",
)
OPEN_REPORT: Words = ("把核验结果写成 JSON 文件", "writes what was found as JSON")
OPENED: Words = (
    "共 {count} 个数据包，{sound} 个完整可信。",
    "{sound} of {count} bundles are sound.",
)
