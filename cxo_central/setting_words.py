"""What is wrong with a setting, in half a sentence, in Chinese and English."""

from cxo_central.words import Words

TEXT: Words = ("应为文字", "a text is wanted")
TEXTS: Words = ("应为若干文字", "a list of texts is wanted")
TRUTH: Words = ("应为 true 或 false", "true or false is wanted")
COUNT: Words = ("应为 {least} 到 {most} 的整数", "a whole number from {least} to {most} is wanted")
SIZE: Words = ("应为大小，例如 4 GiB", "a size is wanted, such as 4 GiB")
ADDRESS: Words = (
    "应为网址，例如 https://office.example:8443",
    "an address is wanted, such as https://office.example:8443",
)
ADDRESSES: Words = ("最多八个网址", "at most eight addresses can be given")
LISTEN: Words = ("应为 主机:端口，例如 0.0.0.0:8443", "HOST:PORT is wanted, such as 0.0.0.0:8443")
NETWORKS: Words = ("应为网段，例如 10.0.0.0/8", "networks are wanted, such as 10.0.0.0/8")
ONE_OF: Words = ("应为 {choices} 之一", "one of {choices} is wanted")

UNKNOWN: Words = ("没有这项设置", "there is no such setting")
BOTH_FILES: Words = (
    "须同时给出 tls_certificate 和 tls_key",
    "tls_certificate and tls_key are wanted with it",
)
OPEN_SECRET: Words = ("{path} 含有密钥却可被他人读取，请执行 chmod 600", "others may read {path}: chmod 600")
UNREADABLE: Words = ("无法读取 {path}", "{path} cannot be read")
DATABASE: Words = ("应为 sqlite:///… 或 postgresql://…", "sqlite:///… or postgresql://… is wanted")
DATABASE_USER: Words = (
    "数据库网址里没有用户名，或已经有口令",
    "the database URL names no user, or has a password already",
)
FILES: Words = ("应为文件夹或 s3://BUCKET/PREFIX", "a folder or s3://BUCKET/PREFIX is wanted")
IDENTITY_TO: Words = ("须同时给出 --identity-to 文件", "--identity-to FILE is wanted with it")
SEALED: Words = ("须同时给出 --sealed", "--sealed is wanted with it")
OUTSIDE: Words = ("应在 {folder} 之外", "a place outside {folder} is wanted")
NOT_A_PAIR: Words = ("{certificate} 与 {key} 不是一对", "{certificate} and {key} do not belong together")
NO_HOST: Words = ("本机不认识 {host}", "{host} is unknown here")
NOT_HERE: Words = ("本机不能使用 {place}（{reason}）", "{place} cannot be used here ({reason})")
LENGTH: Words = ("应有 1 到 {most} 个字", "1 to {most} characters are wanted")
CERTIFICATE_SIZE: Words = ("证书太大", "the certificate is too large")
SOMETHING: Words = ("须给出 {choices}", "{choices} is wanted")
