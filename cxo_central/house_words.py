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
