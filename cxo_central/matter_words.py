"""What the commands for tasks, items, schemes, halls, decisions and sticks say, in Chinese and English."""

from cxo_central.words import Words

JSON: Words = ("输出 JSON", "as JSON")

TASK: Words = ("体验任务", "Tasks for the officers")
TASK_ADD: Words = ("下达或更改任务", "Asks for a walkthrough, or changes what was asked")
TASK_FROM: Words = (
    "一次下达许多任务：YAML、JSON 或 CSV 文件",
    "many tasks at once: a YAML, JSON or CSV file",
)
TASK_ID: Words = ("编号；不给时自动生成", "its id; made up unless given")
TASK_ROUND: Words = ("期", "the round it belongs to")
TASK_MODULE: Words = ("模块", "the module it belongs to")
TASK_ITEM: Words = ("事项的编号", "the id of the service item")
TASK_SCHEME: Words = (
    "方案的编号；不给时任何合适的都可以",
    "the id of the scheme; any that fits unless given",
)
TASK_ROLE: Words = ("角色；由方式决定，一般不用给", "the role; the channel decides it")
TASK_CHANNEL: Words = ("方式", "the channel")
TASK_HALL: Words = ("在哪个大厅；与登记时的大厅名称一致", "in which hall, named as at enrolment")
TASK_OFFICER: Words = (
    "交给哪位体验员；不给时该大厅的谁都可以",
    "for which officer; whoever is of the hall unless given",
)
TASK_FIRST: Words = ("最早哪天，年-月-日；不给时为今天", "the first day, year-month-day; today unless given")
TASK_DUE: Words = ("最晚哪天，年-月-日", "the last day, year-month-day")
TASK_REASON: Words = ("原因", "why")
TASKS_ADDED: Words = (
    "已下达 {count} 项任务；{same} 项没有变化。",
    "{count} tasks told; {same} had not changed.",
)
TASK_ADDED: Words = ("已下达任务 {id}。", "Task {id} told.")

ITEM: Words = ("服务事项", "Service items")
ITEM_ADD: Words = ("检查并下发服务事项文件", "Checks service item files and tells them")
SCHEME: Words = ("体验方案", "Schemes")
SCHEME_ADD: Words = ("检查并下发体验方案文件", "Checks scheme files and tells them")
DOCUMENT_ADDED: Words = ("已下发 {name}：{id} 第 {version} 版。", "{name} told: {id}, version {version}.")

HALL: Words = ("服务大厅", "Halls")
HALL_ADD: Words = ("下发或更改大厅", "Tells a hall, or changes it")
HALL_NAME: Words = ("大厅名称", "its name")
HALL_ADDRESS: Words = ("地址", "its address")
HALL_WINDOW: Words = ("窗口，可重复给出", "a window; may be given more than once")
HALL_ADDED: Words = ("已下发大厅 {id}。", "Hall {id} told.")

LIST: Words = ("列出", "Lists them")
REMOVE: Words = (
    "撤回：各台电脑下次联系时删去",
    "Takes it back: laptops drop it when they next hear of the office",
)
REMOVED: Words = ("已撤回 {id}。", "{id} taken back.")
NONE: Words = ("还没有。", "There is none yet.")
MISTAKES: Words = (
    "{name} 有 {count} 处错误，没有下发。",
    "{name} has {count} mistakes; nothing of it was told.",
)

DECIDE: Words = ("对数据包作出决定", "Decides on a bundle")
DECIDE_ACCEPT: Words = ("采纳", "Accepts it")
DECIDE_RETURN: Words = ("退回修改，至少写一条意见", "Returns it with what to do better, at least one comment")
DECIDE_COMMENT: Words = (
    "对某一环节的意见，写作 环节=意见；对整体的意见写作 =意见",
    "what to do better at one step, as STEP=TEXT; =TEXT for the whole",
)
DECIDE_AGAIN: Words = ("已经作过决定的，改为这个决定", "decides anew where it was decided otherwise before")
ACCEPTED: Words = ("已采纳 {walkthrough} 第 {revision} 版。", "{walkthrough}, revision {revision}: accepted.")
RETURNED: Words = (
    "已退回 {walkthrough} 第 {revision} 版，附 {count} 条意见。",
    "{walkthrough}, revision {revision}: returned with {count} comments.",
)
DECIDED_OTHERWISE: Words = (
    "{walkthrough} 第 {revision} 版在 {at} 已作出另一决定（{verdict}），没有更改。要改请加 --again。",
    "{walkthrough}, revision {revision} was decided otherwise on {at} ({verdict}); nothing was changed. Add --again to change it.",
)
COMMENT_WANTED: Words = (
    "退回时至少要写一条意见：--comment 环节=意见",
    "returning wants at least one comment: --comment STEP=TEXT",
)
COMMENT_FORM: Words = ("“{text}”要写作 环节=意见", "“{text}” must be STEP=TEXT")

TOO_LONG: Words = ("空着、太长或不合要求", "it is empty, too long, or not as it must be")

ANSWER: Words = ("答复一个问题", "Answers a finding")
ANSWER_UNIT: Words = ("由哪个单位答复", "the unit that answers")
ANSWER_TEXT: Words = ("整改到哪一步、为何未再推进", "how far it got, and why not further")
ANSWER_CLOSED: Words = ("已销号", "it is closed")
ANSWERED: Words = ("已答复 {walkthrough} 的问题 {finding}。", "Finding {finding} of {walkthrough} answered.")

BUNDLE: Words = ("收到的数据包", "The bundles received")
BUNDLE_SHOW: Words = ("一个数据包的全部情况", "All of one bundle")
BUNDLE_CSV: Words = ("全部数据包，存为 CSV 表格", "All bundles as a CSV table")
BUNDLE_FILE: Words = ("取出封存的文件", "Takes out the sealed file")
BUNDLE_OUT: Words = ("写到这个文件，原来没有的", "writes to this file, which must not be there yet")
BUNDLE_LIMIT: Words = ("最多几个", "how many at most")
BUNDLE_ONLY: Words = ("只要这样的", "only such")
BUNDLE_AFTER: Words = ("接着上一页", "goes on behind an earlier page")
MORE: Words = ("还有：--after {cursor}", "There are more: --after {cursor}")
UNDECIDED: Words = ("待定", "undecided")
VERDICTS: dict[str, Words] = {"accepted": ("采纳", "accepted"), "returned": ("退回修改", "returned")}
SEALED: Words = ("（未拆封）", "(sealed)")
WRITTEN: Words = ("已写入 {file}。", "Written: {file}.")
QUARANTINE: Words = ("拒收的文件", "What was refused")
QUARANTINE_SHOW: Words = ("一个拒收文件的全部情况", "All about one refused file")

IMPORT: Words = (
    "从 U 盘收取数据包、登记申请和撤回同意，并把任务包和回执写回 U 盘",
    "Takes bundles, enrolment requests and withdrawals from a stick, and writes packs and receipts back",
)
IMPORT_PATH: Words = ("U 盘、文件夹或文件", "a stick, a folder or a file")
IMPORT_LAPTOP: Words = (
    "也为这台电脑写一份，可重复给出",
    "writes for this laptop too; may be given more than once",
)
IMPORT_IDENTITY: Words = (
    "体验办密钥保存在别处时，用来打开登记申请和撤回同意的密钥文件；用后不保存",
    "where the office's key is kept elsewhere: the key file that opens requests and withdrawals, not kept afterwards",
)
IMPORT_ALL: Words = ("为每台电脑都写一份", "writes for every laptop")
TAKEN: Words = ("{file}  已收下，回执已写好", "{file}  taken, receipt written")
KNOWN: Words = ("{file}  早已收到，仍附上同一份回执", "{file}  was here already; the same receipt goes along")
WITHDRAWN: Words = (
    "{file}  撤回同意：相关数据包已销毁，回执已写好",
    "{file}  consent withdrawn: the bundles are destroyed, receipt written",
)
REFUSED: Words = ("{file}  拒收：{why}", "{file}  refused: {why}")
FAILED: Words = ("{file}  没有处理：{why}", "{file}  could not be dealt with: {why}")
APPROVED: Words = ("{file}  已批准登记：{officer}，{hall}", "{file}  enrolled: {officer}, {hall}")
PACKET: Words = ("{file}  写给 {officer} 的电脑 {device}", "{file}  for {officer}, laptop {device}")
NOTHING_THERE: Words = (
    "“{path}”里没有数据包，也没有登记申请。",
    "“{path}” holds neither bundles nor enrolment requests.",
)
KEY_ELSEWHERE: Words = (
    "文件仍留在 U 盘上，因为打开它的密钥不在这里。请用 --identity 给出该密钥后再运行一次，或让那台电脑连一次网络。",
    "it stays on the stick, since the key that opens it is kept elsewhere. Run it again with --identity and that key, or connect the laptop to the network once.",
)
NO_ADDRESSEE: Words = (
    "有 {count} 份回执不知道该交给哪台电脑，因为这里不拆封数据包。请用 --laptop 或 --all 再运行一次。",
    "{count} receipts are for laptops this office cannot know, since it opens no bundle. Run it again with --laptop or --all.",
)
UNKNOWN_LAPTOP: Words = ("没有登记过电脑 {device}。", "No laptop {device} is enrolled here.")
