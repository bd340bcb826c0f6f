"""The messages of the command `generate`, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

GENERATE: Mapping[str, tuple[str, str]] = {
    "help.generate": (
        "按种子生成一个大的产品目录，供试用与测速；同一种子，同样的字节。",
        "Generate a large catalogue from a seed, to try and to measure; the same seed gives the same bytes.",
    ),
    "help.plans": ("主套餐个数", "Number of plans"),
    "help.offers": ("优惠个数，V网在内", "Number of offers, V-nets among them"),
    "help.seed": ("随机种子", "Seed"),
    "help.subscribers": ("客户个数，每个客户带一条变更要求", "Number of subscribers, each with a request"),
    "help.holdings": ("每个客户的在用产品个数", "Holdings of each subscriber"),
    "help.pairs": (
        "互斥的对数；给出则目录是平的：只有互斥与依赖",
        "Pairs in conflict; if given, the catalogue is flat: only conflicts and needs",
    ),
    "help.base": (
        "另写一个客户库：.csv、.ndjson 或 .parquet 文件",
        "Write a base of subscribers as well: a .csv, .ndjson or .parquet file",
    ),
    "help.rows": ("客户库的行数", "Rows of the base"),
    "help.profiles": ("客户库里最多几种不同的客户", "Different subscribers in the base, at most"),
    "broken.base_suffix": (
        "--base 的 `{path}` 后缀不认识；用 {right}",
        "`{path}` in --base has a suffix that is not known; use one of {right}",
    ),
    "broken.base_taken": (
        "`{path}` 已存在，不覆盖；请用 --base 给另一个文件名",
        "`{path}` exists already and is not overwritten; name another file in --base",
    ),
    "broken.no_arrow": (
        "写 `{path}` 要用 pyarrow，没有安装；装上 `taocan[parquet]`，或改写 .csv、.ndjson",
        "writing `{path}` needs pyarrow, which is not installed; install `taocan[parquet]`, or write .csv or .ndjson",
    ),
    "help.out": ("写到哪里：.yaml 文件，否则是文件夹", "Where to: a .yaml file, else a folder"),
    "broken.out_file": (
        "`{path}` 是单个目录文件，放不下客户与要求；请用 --out 给一个文件夹",
        "`{path}` is one catalogue file and can't hold subscribers; name a folder in --out",
    ),
    "broken.out_taken": (
        "`{path}` 里已有别的文件；请用 --out 给一个空的或新的文件夹",
        "there are other files in `{path}`; name an empty or a new folder in --out",
    ),
    "broken.out_unwritable": ("不能写 `{path}`：{why}", "can't write `{path}`: {why}"),
}
