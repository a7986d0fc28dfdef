"""What is wrong with a scheme, a service item or a list of tasks, in Chinese and English."""

from cxo_central.words import Words, say
from cxo_core.documents.mistake import Flaw, Mistake

SENTENCES: dict[Flaw, Words] = {
    Flaw.SYNTAX: (
        "这里的 YAML 写法有误：请检查缩进、冒号后的空格和引号是否成对（{cause}）。",
        "This is not YAML: check the indentation, the space after each colon, and the quotation marks ({cause}).",
    ),
    Flaw.NOT_TEXT: (
        "这里不是 UTF-8 文字。请把文件另存为 UTF-8 编码。",
        "This is not UTF-8 text. Save the file with the encoding UTF-8.",
    ),
    Flaw.TOO_LARGE: (
        "文件超过 {kilobytes} KB。方案和事项只写文字，请精简。",
        "The file is larger than {kilobytes} KB. A document holds texts only; shorten it.",
    ),
    Flaw.TOO_DEEP: (
        "嵌套超过 {levels} 层。请检查缩进和括号。",
        "Lists and fields are nested deeper than {levels} levels. Check the indentation and the brackets.",
    ),
    Flaw.ALIAS: (
        "这里不用锚点（&）和引用（*）。请把内容写全，或给文字加上引号。",
        "Anchors (&) and aliases (*) are not used here. Write the part out in full, or put the text in quotation marks.",
    ),
    Flaw.TAG: (
        "这里不用标签（!）。请直接写值，或给文字加上引号。",
        "Tags (!) are not used here. Write the value plainly, or put the text in quotation marks.",
    ),
    Flaw.SEVERAL_DOCUMENTS: (
        "一个文件里写了不止一份文档。请每个文件只留一份。",
        "The file holds more than one document. Keep one in each file.",
    ),
    Flaw.EMPTY: (
        "文件是空的。可以从编写说明里的样例开始。",
        "The file is empty. Start from the example in the guide to schemes.",
    ),
    Flaw.DUPLICATE_KEY: (
        "“{name}”在同一处写了两遍。请只留一个。",
        "“{name}” is given twice in the same place. Keep one of them.",
    ),
    Flaw.KEY_NOT_TEXT: (
        "字段名必须是普通文字。",
        "The name of a field must be plain text.",
    ),
    Flaw.DECIMAL: (
        "“{value}”带小数点。请换成更小单位的整数；如果是文字，请加上引号。",
        "“{value}” has a decimal point. Use whole numbers in a smaller unit, or put a text in quotation marks.",
    ),
    Flaw.MISSING: (
        "这里缺少“{name}”，请补上。",
        "“{name}” is missing here. Add it.",
    ),
    Flaw.UNKNOWN_FIELD: (
        "这里没有“{name}”这个字段。请检查拼写和缩进，或者删掉。",
        "There is no field “{name}” here. Check the spelling and the indentation, or remove it.",
    ),
    Flaw.WRONG_TYPE: (
        "“{value}”的类型不对，这里应为：{wanted}。",
        "“{value}” is not of the right sort; this must be: {wanted}.",
    ),
    Flaw.NOT_ONE_OF: (
        "这里不能写“{value}”。可以写：{allowed}。",
        "“{value}” is not known here. Use one of: {allowed}.",
    ),
    Flaw.TOO_SMALL: (
        "{value} 太小，最小为 {limit}。",
        "{value} is too small; the least is {limit}.",
    ),
    Flaw.TOO_BIG: (
        "{value} 太大，最大为 {limit}。",
        "{value} is too large; the most is {limit}.",
    ),
    Flaw.TOO_FEW: (
        "只有 {value} 条，至少要有 {limit} 条。",
        "There are {value} entries; at least {limit} are needed.",
    ),
    Flaw.TOO_MANY: (
        "共有 {value} 条，最多 {limit} 条。",
        "There are {value} entries; at most {limit} are allowed.",
    ),
    Flaw.BAD_ID: (
        "“{value}”不能作编号。请用小写字母开头，只含小写字母、数字、单个连字符或下划线，最长 64 个字符。",
        "“{value}” cannot be an id. Use up to 64 lower-case letters, digits, single hyphens and underscores, starting with a letter.",
    ),
    Flaw.BAD_DATE: (
        "“{value}”不是日期。请按“年-月-日”书写，例如 2026-03-09。",
        "“{value}” is not a date. Write it as year-month-day, such as 2026-03-09.",
    ),
    Flaw.BLANK: (
        "这里的文字是空的。请填写，或去掉这个字段。",
        "This text is empty. Write it, or leave the field out.",
    ),
    Flaw.DUPLICATE_ID: (
        "编号“{id}”在第 {first} 行已经用过。请各用各的编号。",
        "The id “{id}” is already used in line {first}. Give each its own.",
    ),
    Flaw.UNKNOWN_EVENT: (
        "没有“{value}”这种事件。可以写：{allowed}。",
        "There is no event “{value}”. Use one of: {allowed}.",
    ),
    Flaw.EVENT_HAS_NO_BUTTON: (
        "“{value}”由程序自己记录，没有按钮。请删掉。",
        "“{value}” is recorded by the program itself and has no button. Remove it.",
    ),
    Flaw.DUPLICATE_EVENT: (
        "事件“{kind}”列了两遍。请只留一个。",
        "The event “{kind}” is listed twice. Keep one of them.",
    ),
    Flaw.UNKNOWN_INDICATOR: (
        "没有“{id}”这个指标。请在 indicators 下补上，或改正编号。",
        "There is no indicator “{id}”. Add it under “indicators”, or correct the name.",
    ),
    Flaw.UNUSED_INDICATOR: (
        "指标“{id}”没有任何环节会问到。请写进某个环节，或加上 every_step: true。",
        "The indicator “{id}” is never asked. Name it in a step, or give it “every_step: true”.",
    ),
    Flaw.REQUIRED_COMPUTED: (
        "自动计算的指标没有人填写，不能设为必填。请删去 required。",
        "A computed indicator cannot be required, since nobody enters it. Remove “required”.",
    ),
    Flaw.COMPUTED_ASKED: (
        "指标“{id}”是自动计算的，环节里不用问。请从环节中删去。",
        "The indicator “{id}” is computed, so no step can ask for it. Remove it from the step.",
    ),
    Flaw.CLOCK_MISSING: (
        "自动计算的指标要写明由什么算出。请补上 clock。",
        "A computed indicator must name what it is worked out from. Add “clock”.",
    ),
    Flaw.CLOCK_UNUSED: (
        "只有自动计算的指标才有 clock。请加上 computed: true，或删去 clock。",
        "Only a computed indicator has a clock. Add “computed: true”, or remove “clock”.",
    ),
    Flaw.CHOICES_MISSING: (
        "选择题至少要有两个选项。请补上 choices。",
        "A choice needs at least two choices. Add “choices”.",
    ),
    Flaw.CHOICES_UNUSED: (
        "量表“{scale}”没有选项。请改为 scale: choice，或删去 choices。",
        "The scale “{scale}” has no choices. Use “scale: choice”, or remove “choices”.",
    ),
    Flaw.RANGE_UNUSED: (
        "量表“{scale}”没有最小值和最大值。请删去这一行。",
        "The scale “{scale}” has no smallest or largest value. Remove this line.",
    ),
    Flaw.RANGE_EMPTY: (
        "最大值 {maximum} 小于最小值 {minimum}。请对调。",
        "The largest value {maximum} is below the smallest value {minimum}. Exchange them.",
    ),
    Flaw.RANGE_OUTSIDE: (
        "{value} 超出量表范围（{range}）。",
        "{value} lies outside the scale, which runs {range}.",
    ),
    Flaw.STAGES_OUT_OF_ORDER: (
        "“{stage}”阶段的环节排在了“{before}”之后。请按阶段先后排列环节。",
        "A step of the stage “{stage}” stands after one of “{before}”. Put the steps in the order of the stages.",
    ),
    Flaw.ROLE_OF_CHANNEL: (
        "“{channel}”方式属于“{role}”角色。请改其中一个。",
        "The channel “{channel}” belongs to the role “{role}”. Change one of the two.",
    ),
    Flaw.END_WITHOUT_START: (
        "“{kind}”只有结束没有开始。请同时加上“{start}”。",
        "“{kind}” ends something that nothing starts. Add “{start}” as well.",
    ),
    Flaw.ACTIVITIES_MISSING: (
        "“{kind}”需要有工作内容可选。请补上 activities。",
        "“{kind}” needs a list of activities to choose from. Add “activities”.",
    ),
    Flaw.SOURCE_MISSING: (
        "这条时限没有写明出处。请在 article 中写明法律条款或办事指南。",
        "This limit does not say where it is written. Add “article” with the law and its article, or the guide.",
    ),
    Flaw.DAYS_ON_THE_SPOT: (
        "“当场办结”的天数是 0，不是 {days}。请写 0，或换一种时限。",
        "“On the spot” means 0 days, not {days}. Write 0, or choose another kind of limit.",
    ),
    Flaw.DAYS_MISSING: (
        "“{kind}”类时限至少为 1 天。",
        "A limit of the kind “{kind}” needs at least one day.",
    ),
    Flaw.WINDOW_REVERSED: (
        "两个数都是到期前的天数：最早可申请（{first}）应大于最迟申请（{last}）。",
        "Both are days before expiry: the first day to apply ({first}) must be more than the last ({last}).",
    ),
}


def mistake_line(name: str, mistake: Mistake) -> str:
    """One line for a terminal: file, line and column as compilers write them, the place in the document, the sentence."""
    place = f" {mistake.path}:" if mistake.path else ""
    return f"{name}:{mistake.line}:{mistake.column}:{place} {sentence(mistake)}"


def sentence(mistake: Mistake) -> str:
    """What is wrong, in the language in use; a flaw that only scripts have is named by its code."""
    words = SENTENCES.get(mistake.flaw)
    return say(words, **mistake.details) if words else mistake.flaw.value
