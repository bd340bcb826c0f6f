"""The messages of the command `check`, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

CHECK: Mapping[str, tuple[str, str]] = {
    "help.check": (
        "检查产品目录：办不了的产品、走不通的套餐、多余的规则、写错的地方。",
        "Check a catalogue: items that nobody can hold, plans that can't be reached, superfluous rules, slips.",
    ),
    "help.checked": (
        "产品目录：文件或文件夹；不给则自带的 10086 目录",
        "Catalogue file or folder; the 10086 one, if not given",
    ),
    "help.only": (
        "只查这些：编号（T401）、编号开头（T4）或名称（shared-alias）；可重复",
        "Only these: a code (T401), its beginning (T4) or a name (shared-alias); repeatable",
    ),
    "help.ignore": ("不查这些；写法同 --only；可重复", "None of these; written as for --only; repeatable"),
    "help.sarif": ("另以 SARIF 2.1.0 写入此文件（`-` 为标准输出）", "Write SARIF 2.1.0 to this file as well (`-`: stdout)"),
    "help.repair": (
        "另找草案的最小改动，能消除草案引出的问题、不可同用、不可办理的变更；要同 --draft 一起用",
        "Also find the smallest changes of the draft that cure what it causes; must be used with --draft",
    ),
    "help.repair_standing": (
        "另找的改动也可删去现行目录的规则",
        "The changes looked for may also remove rules of the standing catalogue",
    ),
    "broken.needs_draft": ("{option} 要同 --draft 一起用", "{option} must be used with --draft"),
    "progress.repair": ("找可改之处 {done}/{total}", "looking for repairs {done}/{total}"),
    "repair.several": ("{code} {count} 处", "{count} of {code}"),
    "repair.head": ("可以怎样改", "What would cure it"),
    "repair.none": ("草案里没有能消除它的改动", "no change of the draft cures it"),
    "repair.none.several": ("以下 {count} 组，草案里没有能消除的改动：", "No change of the draft cures these {count}:"),
    "repair.open": ("没有全部试完", "not all were tried"),
    "repair.doors": ("{doors} 不可办理", "{doors} can't be made"),
    "repair.door": ("{leaving} 变更到 {to}", "{leaving} to {to}"),
    "broken.code": (
        "没有 `{word}` 这样的检查项（{option}）；应为编号、编号开头或名称",
        "there is no finding `{word}` ({option}); give a code, its beginning or a name",
    ),
    "broken.no_code": ("--only 与 --ignore 之后没有可查的", "nothing is left to check after --only and --ignore"),
    "broken.one_stdout": ("{one} 与 {other} 不能都写到标准输出；只留一个", "{one} and {other} can't both go to stdout; keep one"),
    "progress.check": ("检查中 {done}/{total}", "checking {done}/{total}"),
    "check.error": ("错误", "error"),
    "check.warning": ("警告", "warning"),
    "check.note": ("提示", "note"),
    "check.undecided": ("未定", "undecided"),
    "check.clean": ("{catalogue}：没有发现问题", "{catalogue}: nothing found"),
    "check.counts": (
        "{catalogue}：错误 {error}，警告 {warning}，提示 {note}",
        "{catalogue}: {error} error(s), {warning} warning(s), {note} note(s)",
    ),
    "check.open": ("，未定 {count}", ", {count} undecided"),
    "check.more": ("原因相同的还有 {count} 处，见 --json", "{count} more for the same reason, see --json"),
    "check.more_all": ("另外还有 {count} 处，见 --json", "{count} more, see --json"),
    "check.more_open": ("未定的还有 {count} 处，见 --json", "{count} more that were not decided, see --json"),
    "check.because": ("因为", "because"),
    "check.repair": ("可改", "repair"),
    "check.or": ("或", "or"),
    "repair.remove": ("删去 `{subject}`", "remove `{subject}`"),
    "repair.revert": ("`{subject}` 恢复原样", "`{subject}` as it was"),
    "repair.restore": ("不删 `{subject}`", "do not remove `{subject}`"),
    "repair.field.revert": ("`{subject}` 的{field}恢复原样", "{field} of `{subject}` as it was"),
    "repair.values.drop": ("从 `{subject}` 的{field}里去掉 {values}", "without {values} in {field} of `{subject}`"),
    "repair.field.drop": ("`{subject}` 不写{field}", "`{subject}` without {field}"),
    "repair.values.keep": ("在 `{subject}` 的{field}里保留 {values}", "with {values} kept in {field} of `{subject}`"),
    "check.cures": ("也消除 {findings}", "it cures {findings} too"),
    "check.causes": ("但引出 {findings}", "but causes {findings}"),
}
