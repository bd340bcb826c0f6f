"""The messages of the command line itself: help, and what was wrong with a request, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

USAGE: Mapping[str, tuple[str, str]] = {
    "help.taocan": ("套餐变更相容性求解器。", "Plan-change compatibility solver."),
    "help.solve": (
        "能否变更、经哪些步骤、会失去什么、为什么。不给目标时，列出可换的全部主套餐，失去少的在前。",
        "What can be changed, by which steps, at what loss, and why. Without a goal: every plan on sale, least loss first.",
    ),
    "help.graph": ("输出产品间的相容关系图。", "Print the compatibility graph of the items."),
    "help.schema": ("输出文件格式的 JSON Schema。", "Print the JSON Schema of a file format."),
    "help.from": (
        "现有主套餐：产品、别名、系列、品牌或标签；集合则逐一计算",
        "Plan held: an item, alias, family, brand or tag; a set means each of its plans in turn",
    ),
    "help.to": (
        "目标主套餐：写法同 --from；集合只取当日在售的",
        "Plan wanted: as in --from; of a set, those on sale on the day",
    ),
    "help.with": (
        "在用的优惠或V网，可写 名称@到期日；可重复",
        "Offer or V-net held, or ITEM@UNTIL if bound through that day; repeatable",
    ),
    "help.add": ("要加办的优惠或V网；可重复", "Offer or V-net to take; repeatable"),
    "help.drop": ("要取消的产品；可重复", "Item to drop; repeatable"),
    "help.keep": ("不许取消的在用产品；可重复", "Holding that must stay; repeatable"),
    "help.fact": ("客户资料，如 registered=false；可重复", "A fact, such as registered=false; repeatable"),
    "help.subscriber": (
        "客户文件（YAML 或 JSON），代替 --from、--with、--fact",
        "A subscriber's file (YAML or JSON), instead of --from, --with, --fact",
    ),
    "help.channel": ("受理渠道；不给则任何渠道", "Channel of the orders; any, if not given"),
    "help.on": ("受理日 YYYY-MM-DD；不给则今天", "Day of the orders, YYYY-MM-DD; today, if not given"),
    "help.minimise": (
        "先求什么最少：losses 失去的项数，fee 失去的月费",
        "What to minimise first: losses (how many) or fee (how much a month)",
    ),
    "help.time_limit": ("最多算几秒", "Seconds that may be spent"),
    "help.horizon": ("最多等几个月；不给则 24", "Months that may be waited; 24, if not given"),
    "help.catalogue": (
        "产品目录：文件或文件夹；不给则自带的 10086 目录",
        "Catalogue file or folder; the 10086 one, if not given",
    ),
    "help.draft": (
        "草案：叠在产品目录之上的文件或文件夹；可重复，依次叠加",
        "A draft: file or folder laid over the catalogue; repeatable, laid one over another",
    ),
    "help.json": ("输出 JSON", "Print JSON"),
    "help.lang": ("文字语言", "Language of the text"),
    "help.word": ("产品、别名、系列、品牌或标签；不给则全部", "An item, alias, family, brand or tag; everything, if not given"),
    "help.format": ("图的格式", "Format of the graph"),
    "help.all": ("连无关系的产品也列出", "Items without any relation too"),
    "help.which": ("哪一种格式", "Which format"),
    "error": ("错误：{text}", "error: {text}"),
    "candidates": ("是否指：{names}", "did you mean: {names}"),
    "several": ("它包括：{names}", "it covers: {names}"),
    "defect": (
        "程序自身出错（{kind}：{text}）。这不是您的输入造成的，请把命令和本信息报告给维护者；设 TAOCAN_DEBUG=1 可看详情。",
        "A defect of taocan ({kind}: {text}). It is not your input's fault: please report the command and this message; "
        "TAOCAN_DEBUG=1 shows the details.",
    ),
    "broken.unknown": (
        "没有名为 `{word}` 的产品、系列、品牌或标签（{option}）",
        "`{word}` is not an item, family, brand or tag ({option})",
    ),
    "broken.unknown_fact": ("产品目录没有声明客户资料 `{word}`", "the catalogue declares no fact `{word}`"),
    "broken.unknown_channel": ("没有渠道 `{word}`；可用：{right}", "there is no channel `{word}`; there are: {right}"),
    "broken.several": (
        "`{word}` 是多个产品，{option} 只能给一个；请写明其一",
        "`{word}` names several items, but {option} takes one; say which",
    ),
    "broken.nothing": ("`{word}` 目前不含任何产品（{option}）", "`{word}` has no items at present ({option})"),
    "broken.no_plan": (
        "`{word}` 不是主套餐；{option} 要主套餐，优惠和V网请用 --with、--add、--drop",
        "`{word}` is not a plan; {option} takes plans; for offers and V-nets use --with, --add, --drop",
    ),
    "broken.plan": (
        "`{word}` 是主套餐，不能用于 {option}；请用 {right}",
        "`{word}` is a plan and can't be used in {option}; use {right}",
    ),
    "broken.twice": ("`{word}` 在 {option} 中出现两次；只写一次", "{option} lists `{word}` twice; list it once"),
    "broken.both": (
        "`{word}` 同时在 {one} 和 {other} 中；只能取其一",
        "`{word}` is in both {one} and {other}; choose one",
    ),
    "broken.not_held": (
        "`{word}` 不在用，无法 --keep；请用 --with 列出，或去掉该 --keep",
        "`{word}` is not held, so it can't be kept; list it with --with, or leave out --keep",
    ),
    "broken.not_held_beside": (
        "主套餐为 {plan} 时 `{word}` 不在用，无法 --keep；请用 --with 列出，或去掉该 --keep",
        "`{word}` is not held beside {plan}, so it can't be kept; list it with --with, or leave out --keep",
    ),
    "broken.exclusive": (
        "--subscriber 已说明客户，不能再给 {options}",
        "--subscriber already describes the customer, so {options} can't be given as well",
    ),
    "broken.date": (
        "{option} 的 `{word}` 不是日期；请写成 2026-11-23 这样",
        "`{word}` in {option} is not a date; write it as 2026-11-23",
    ),
    "broken.number": ("{option} 的 `{word}` 不对；应为 {right}", "`{word}` in {option} is wrong; it must be {right}"),
    "broken.fact_form": ("--fact 的 `{word}` 应写成 名称=值", "`{word}` in --fact must be written NAME=VALUE"),
    "broken.fact_value": (
        "客户资料 `{fact}` 的值 `{word}` 不对；应为 {right}",
        "`{word}` is not a value of the fact `{fact}`; it must be {right}",
    ),
    "broken.no_file": ("没有文件 `{path}`（{option}）", "there is no file `{path}` ({option})"),
    "broken.no_question": (
        "没有可算的：请给 --from 或 --subscriber，或给 --to、--add、--drop",
        "nothing is asked: give --from or --subscriber, or one of --to, --add, --drop",
    ),
    "progress": ("求解中 {done}/{total}", "solving {done}/{total}"),
    "fault.warning": ("注意：{text}", "notice: {text}"),
    "fault.file": ("文件有 {count} 处错误：", "{count} problem(s) in the file:"),
}
