"""The messages of the command `test`, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

TEST: Mapping[str, tuple[str, str]] = {
    "help.test": (
        "逐项核对写好的用例：问 solve 的问题，和应得的答案。",
        "Run worked cases: questions to solve, and what is expected of the answers.",
    ),
    "help.cases": ("用例文件", "Case files"),
    "help.catalogue_of_cases": (
        "产品目录：文件或文件夹；代替用例文件里写的。两处都没有则用自带的 10086 目录",
        "Catalogue file or folder, instead of what the case files name; the 10086 one, if there is neither",
    ),
    "help.junit": ("把结果另写成 JUnit XML", "Write the results as JUnit XML too"),
    "progress.test": ("核对用例 {done}/{total}", "running cases {done}/{total}"),
    "test.file": ("{file}：{total} 项，{failed} 项不符", "{file}: {total} case(s), {failed} failed"),
    "test.failed": ("不符", "FAILED"),
    "test.about": ("{leaving} -> {to}：{what}", "{leaving} -> {to}: {what}"),
    "test.any": ("（任何）", "(any)"),
    "test.stays": ("（主套餐不变）", "(the plan stays)"),
    "test.no_plan": ("（无主套餐）", "(no plan)"),
    "test.wanted": ("- 应为：{value}", "- expected: {value}"),
    "test.found": ("+ 得到：{value}", "+ got:      {value}"),
    "test.missing": ("缺少：{value}", "missing: {value}"),
    "test.extra": ("多出：{value}", "too many: {value}"),
    "test.lacks": ("- 应有而没有：{value}", "- expected and missing: {value}"),
    "test.stderr": ("solve 说：{text}", "solve said: {text}"),
    "test.none": ("（无）", "(none)"),
    "test.exit": ("退出状态", "exit status"),
    "test.answers": ("答案个数", "number of answers"),
    "test.error_text": ("错误信息", "error text"),
    "test.summary": (
        "{files} 个文件，{total} 项用例：{passed} 项符合，{failed} 项不符",
        "{files} file(s), {total} case(s): {passed} passed, {failed} failed",
    ),
}
