"""Drafts over a catalogue: what comes in which place, what goes, and what a defective draft is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from load_marks import MARK, SMALL, marked

from model.draft import Drafted, Touched
from model.errors import BadFile, BadRequest
from model.load import layers
from model.load.catalogue import load_catalogue, parse_catalogue
from model.load.drafts import load_drafts, parse_drafts

RULES = """\
rules:
  - {rule: R1, conflict: [彩铃, 来电管家]}
  - {rule: R2, only_with: {items: 校园V网, allow: 动感地带}, resolve: first}
  - {rule: R3, at_most: {n: 1, of: 学生}}
"""
BASE = SMALL + RULES
HEAD = "extends: small\n"


def drafted(*drafts: str, base: str = BASE) -> Drafted:
    """The catalogue `c.yaml` with drafts `d1.yaml`, `d2.yaml` and so on."""
    return parse_drafts({"c.yaml": base.encode()}, [{f"d{n}.yaml": text.encode()} for n, text in enumerate(drafts, 1)])


def told(*drafts: str, base: str = BASE) -> tuple[str, ...]:
    """What is wrong with the catalogue and its drafts."""
    with pytest.raises(BadFile) as caught:
        drafted(*drafts, base=base)
    return tuple(map(str, caught.value.problems))


def warned(got: Drafted) -> list[str]:
    return [str(one) for one in got.new.warnings if one not in got.old.warnings]


def test_a_draft_with_nothing_changes_nothing_but_the_bytes() -> None:
    got = drafted(HEAD)
    assert got.old == parse_catalogue({"c.yaml": BASE.encode()})
    assert got.new.items == got.old.items and got.new.rules == got.old.rules and got.new.words() == got.old.words()
    assert got.items == Touched() and got.rules == Touched()
    assert got.new.sha256 == sha256((BASE + HEAD).encode()).hexdigest() != got.old.sha256


def test_new_entries_stand_after_the_old_ones_of_their_section() -> None:
    got = drafted(
        HEAD + "vnets: [{name: 家庭V网}]\noffers: [{name: 夜间包}]\nplans: [{name: 商旅, brand: 全球通}]\n"
        "rules: [{rule: D1, conflict: [夜间包, 商旅]}]\n"
    )
    assert list(got.new.items) == [
        *("奥运88", "音乐A", "音乐B", "商旅", "来电管家", "彩铃", "体验包", "老短信包", "夜间包", "校园V网", "家庭V网"),
    ]  # fmt: skip
    assert list(got.new.rules) == ["R1", "R2", "R3", "D1"]
    assert got.items == Touched(added=("商旅", "夜间包", "家庭V网")) and got.rules == Touched(added=("D1",))


def test_an_entry_of_the_same_name_replaces_the_old_one_in_its_place() -> None:
    got = drafted(HEAD + "plans: [{name: 音乐A, brand: 全球通, fee: 60}]\nrules: [{rule: R1, conflict: [彩铃, 校园V网]}]\n")
    assert list(got.new.items) == list(got.old.items) and list(got.new.rules) == list(got.old.rules)
    assert got.new.items["音乐A"].brand == "全球通" and got.new.items["音乐A"].families == ()
    assert got.old.items["音乐A"].brand == "动感地带"
    assert got.new.rules["R1"].body != got.old.rules["R1"].body
    assert str(got.new.items["音乐A"].place) == "d1.yaml:2:16" and str(got.new.rules["R1"].place) == "d1.yaml:3:16"
    assert got.items == Touched(replaced=("音乐A",)) and got.rules == Touched(replaced=("R1",))


def test_what_is_removed_goes_with_the_rules_that_name_it() -> None:
    got = drafted(HEAD + "remove: [来电管家, R1]\n")
    assert "来电管家" not in got.new.items and "R1" not in got.new.rules
    assert got.items == Touched(removed=("来电管家",)) and got.rules == Touched(removed=("R1",))


def test_one_removal_needs_no_list_and_an_alias_names_its_item() -> None:
    got = drafted(HEAD + "remove: 炫铃\nrules: [{rule: R1, conflict: [体验包, 来电管家]}]\n")
    assert got.items.removed == ("彩铃",)


def test_what_is_an_item_and_a_rule_is_removed_by_saying_which() -> None:
    base = BASE + "  - {rule: 老短信包, conflict: [老短信包, 彩铃]}\n"
    one = drafted(HEAD + "remove: [{rule: 老短信包}]\n", base=base)
    assert (one.items.removed, one.rules.removed) == ((), ("老短信包",))
    both = drafted(HEAD + "remove: {item: 老短信包, rule: 老短信包}\n", base=base)
    assert (both.items.removed, both.rules.removed) == (("老短信包",), ("老短信包",))
    (wrong,) = told(HEAD + "remove: [老短信包]\n", base=base)
    assert wrong.startswith("d1.yaml:2:10: ") and "{item: 老短信包}" in wrong and "{rule: 老短信包}" in wrong


def test_an_old_name_may_live_on_as_an_alias() -> None:
    got = drafted(HEAD + "offers: [{name: 新来电管家, aliases: [来电管家]}]\nremove: [来电管家]\n")
    assert got.new.words()["来电管家"] == ("item", ("新来电管家",))
    assert got.items == Touched(added=("新来电管家",), removed=("来电管家",))


def test_the_words_of_a_drafts_rules_name_old_and_new_items() -> None:
    got = drafted(
        HEAD + "offers: [{name: 夜间包, tags: 学生}]\nrules: [{rule: D1, needs: {items: 夜间包, any_of: [铃, 音乐套餐]}}]\n"
    )
    assert list(got.new.rules) == ["R1", "R2", "R3", "D1"]
    assert got.new.words()["学生"][1] == ("音乐A", "来电管家", "夜间包")


def test_facts_channels_sources_and_brands_are_added_or_replaced_where_they_stand() -> None:
    got = drafted(
        HEAD + "sources: {notes: 新版注意事项, memo: 通知}\nchannels: {shop: 门店, online: 网上}\n"
        "facts: {age: {type: int, default: 18}, vip: {type: bool}}\nbrands: [全球通, 新品牌]\n"
        "plans: [{name: 新套餐, brand: 新品牌}]\n"
        "rules: [{rule: D1, channel: {act: add, of: 彩铃, only: [shop], facts: {vip: true}}, cite: memo §1}]\n"
    )
    assert got.new.sources == {"notes": "新版注意事项", "memo": "通知"}
    assert list(got.new.channels.items())[1:] == [("online", "网上"), ("hall", "营业厅"), ("shop", "门店")]
    assert list(got.new.facts) == ["registered", "age", "level", "score", "since", "vip"] and got.new.facts["age"].default == 18
    assert got.new.brands == ("全球通", "动感地带", "神州行", "新品牌") and got.old.brands == got.new.brands[:3]


def test_a_draft_may_carry_a_name_title_and_version_of_its_own() -> None:
    got = drafted(HEAD + "catalogue: spring\ntitle: 春季\nversion: 2\n", "extends: spring\n", "extends: small\nversion: 3\n")
    assert (got.old.name, got.old.version) == ("small", "1")
    assert (got.new.name, got.new.title, got.new.version) == ("spring", "春季", "3")


def test_a_catalogue_without_brands_and_channels_gets_those_of_the_draft_besides() -> None:
    base = "catalogue: small\nplans: [{name: 甲, brand: 一}]\n"
    got = drafted(HEAD + "brands: 二\nchannels: {hall: 厅}\nplans: [{name: 乙, brand: 二}]\n", base=base)
    assert got.new.brands == ("一", "二") and got.new.channels == {"hall": "厅"}
    free = drafted(HEAD + "plans: [{name: 乙, brand: 二}]\n", base=base)
    assert free.new.brands == ("一", "二")
    (wrong,) = told(HEAD + "brands: 二\nplans: [{name: 乙, brand: 三}]\n", base=base)
    assert wrong.startswith("d1.yaml:3:26: ")


def test_drafts_apply_one_after_another() -> None:
    got = drafted(
        HEAD + "offers: [{name: 夜间包, fee: 1}, {name: 早间包}]\nrules: [{rule: D1, conflict: [夜间包, 彩铃]}]\n",
        HEAD + "offers: [{name: 夜间包, fee: 2}]\nremove: [早间包, R3]\nrules: [{rule: D1, conflict: [夜间包, 体验包]}]\n",
    )
    assert got.new.items["夜间包"].monthly_fen == 200 and "早间包" not in got.new.items
    assert got.items == Touched(added=("夜间包",)) and got.rules == Touched(added=("D1",), removed=("R3",))
    assert got.new.rules["D1"].place.file == "d2.yaml"


def test_what_one_draft_takes_away_and_the_next_writes_again_is_replaced_and_stands_last() -> None:
    got = drafted(HEAD + "remove: [R1, 彩铃]\n", HEAD + "offers: {name: 彩铃}\n")
    assert got.items == Touched(replaced=("彩铃",)) and got.rules == Touched(removed=("R1",))
    assert list(got.new.items)[-2:] == ["彩铃", "校园V网"]


def test_an_item_written_in_another_section_moves_there_with_a_warning() -> None:
    got = drafted(HEAD + "vnets:\n  - {name: 老短信包}\n")
    assert list(got.new.items)[-1] == "老短信包" and got.new.items["老短信包"].kind == "vnet"
    assert [one.split(": ")[0] for one in warned(got)] == ["d1.yaml:3:12"]


def test_a_word_that_turns_to_another_kind_is_warned_of() -> None:
    got = drafted(HEAD + "offers:\n  - {name: 学生}\n")
    (warning,) = [one for one in warned(got) if "`学生`" in one]
    assert warning.startswith("d1.yaml:3:12: ") and "标签" in warning and "产品" in warning
    assert got.new.rules["R3"].body != got.old.rules["R3"].body


def test_a_folder_is_one_draft(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "b.yaml").write_text("offers: [{name: 夜间包}]\n", encoding="utf-8")
    (folder / "c.yaml").write_text("remove: R3\n", encoding="utf-8")
    got = load_drafts(tmp_path / "base.yaml", [folder])
    assert got.items.added == ("夜间包",) and got.rules.removed == ("R3",)
    assert got.old == load_catalogue(tmp_path / "base.yaml")
    texts = [(tmp_path / "base.yaml"), *sorted(folder.iterdir())]
    assert got.new.sha256 == sha256(b"".join(one.read_bytes() for one in texts)).hexdigest()


def test_the_files_of_the_catalogue_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = layers.parse
    monkeypatch.setattr(layers, "parse", lambda file, *rest: (parsed.append(file), parse(file, *rest))[1])
    drafted(HEAD, HEAD)
    assert parsed == ["c.yaml", "d1.yaml", "d2.yaml"]


def test_no_such_draft_is_a_bad_request(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    with pytest.raises(BadRequest):
        load_drafts(tmp_path / "base.yaml", [tmp_path / "none.yaml"])


DEFECTS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("extends: ¦smal\n", ("`smal`", "`extends: small`")),
    ("¦offers: []\n", ("`extends`", "`extends: small`")),
    ("extends: ¦[small]\n", ("文字",)),
    ("extends:¦\n", ("空的",)),
    ("¦extend: small\nextends: small\n", ("`extend`", "`extends`")),
    (HEAD + "remove: [¦来电管佳]\n", ("`来电管佳`", "`来电管家`")),
    (HEAD + "remove: [¦R9]\n", ("`R9`", "`R1`")),
    (HEAD + "remove: [R1, ¦R1]\n", ("`R1`", "两次", "d1.yaml:2:10")),
    (HEAD + "remove: [老短信包, ¦老短信包]\n", ("两次",)),
    (HEAD + "remove: [R1, 彩铃, ¦铃]\n", ("`铃`", "两次")),
    (HEAD + "remove: [¦学生]\n", ("`学生`", "不是目录中的产品或规则")),
    (HEAD + "remove: [¦[R1]]\n", ("文字",)),
    (HEAD + "remove: [{¦items: 彩铃}]\n", ("`items`", "`item`")),
    (HEAD + "remove: [¦{}]\n", ("空的",)),
    (HEAD + "remove: [{rule: ¦彩铃}]\n", ("`彩铃`", "规则")),
    (HEAD + "remove: [{item: ¦R1}]\n", ("`R1`", "产品")),
    (HEAD + "remove: ['¦']\n".replace("'¦'", "¦''"), ("空的",)),
    (HEAD + "remove: [¦夜间包]\noffers: [{name: 夜间包}]\n", ("`夜间包`",)),
    (HEAD + "remove: [¦老短信包]\noffers: [{name: 老短信包}]\n", ("`老短信包`", "d1.yaml:3:17", "`remove`")),
    (HEAD + "remove: [¦R1]\nrules: [{rule: R1, conflict: [彩铃, 体验包]}]\n", ("`R1`", "d1.yaml:3:16")),
    (HEAD + "offers: [{name: 夜间包}, {name: ¦夜间包}]\n", ("重复", "d1.yaml:2:17")),
    (HEAD + "offers: [{name: 彩铃}, {name: ¦彩铃}]\n", ("重复", "d1.yaml:2:17")),
    (HEAD + "offers: [{name: ¦炫铃}]\n", ("重复", "c.yaml:18:")),
    (HEAD + "plans: [{name: 音乐A, brand: 全球通, aliases: [¦来电管家]}]\n", ("重复", "c.yaml:17:12")),
    (HEAD + "plans: [{name: 商旅, brand: ¦全球同}]\n", ("`全球同`", "`全球通`")),
    (HEAD + "plans: [{name: ¦商旅}]\n", ("`brand`",)),
    (HEAD + "brands: [甲, ¦甲]\n", ("重复",)),
    (HEAD + "channels: ¦[hall]\n", ("映射",)),
    (HEAD + "facts: {vip: {type: ¦boolean}}\n", ("`bool`",)),
    (HEAD + "rules: [{rule: D1, conflict: [¦彩玲, 体验包]}]\n", ("`彩玲`", "`彩铃`")),
    (HEAD + "rules: [{rule: D1, conflict: [彩铃, 体验包]}, {rule: ¦D1, conflict: [彩铃, 体验包]}]\n", ("重复",)),
    (HEAD + "rules: [{rule: R1, conflict: [彩铃, 体验包]}, {rule: ¦R1, conflict: [彩铃, 体验包]}]\n", ("重复",)),
    (HEAD + "rules:\n  - ¦{conflict: [彩铃, 体验包]}\n", ("`rule`",)),
    (HEAD + "remove: 老短信包\nrules: [{rule: D1, conflict: [¦老短信包, 彩铃]}]\n", ("`老短信包`", "d1.yaml:2:9", "去掉")),
    (HEAD + "offers: [{name: 夜间包, brings: [¦体验报]}]\n", ("`体验报`", "`体验包`")),
    (HEAD + "offers: [{name: 夜间包, brings: [¦音乐A]}]\n", ("套餐",)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "words"), DEFECTS)
def test_a_defective_draft_is_one_problem_at_its_place(text: str, words: tuple[str, ...]) -> None:
    bare, at = marked(text)
    found = told(bare)
    assert len(found) == 1, found
    assert found[0].startswith(f"d1.yaml:{at}: "), (found[0], at)
    assert [word for word in words if word not in found[0]] == []


STANDING: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("remove: [来电管家]\n", "¦来电管家]}", ("`来电管家`", "d1.yaml:2:10", "去掉", "`remove`")),
    ("remove: [校园V网]\n", "¦校园V网, allow", ("`校园V网`", "d1.yaml:2:10")),
    ("remove: [体验包]\n", "brings: [¦体验包]", ("`体验包`", "d1.yaml:2:10")),
    ("vnets: [{name: 校园V网, aliases: [校园]}]\nremove: 来电管家\n", "¦来电管家]}", ("d1.yaml:3:9",)),
    ("remove: [音乐A]\noffers: [{name: 来电管家}]\n", "of: ¦学生", ("`学生`", "`来电管家`", "d1.yaml:3:17")),
    ("offers: [{name: 来电管家}]\nremove: [音乐A]\n", "of: ¦学生", ("`学生`", "`来电管家`", "d1.yaml:2:17")),
    ("plans: [{name: 奥运88, brand: 全球通}]\n", "of: ¦奥运系列", ("`奥运系列`", "`奥运88`", "d1.yaml:2:16")),
    ("remove: [奥运88]\n", "of: ¦奥运系列", ("`奥运系列`", "`奥运88`", "d1.yaml:2:10")),
)


@pytest.mark.parametrize(("text", "use", "words"), STANDING)
def test_a_standing_use_of_what_a_draft_took_away_is_told_with_both_places(text: str, use: str, words: tuple[str, ...]) -> None:
    base = BASE + "  - {rule: R4, at_most: {n: 1, of: 奥运系列}}\n" if "奥运系列" in use else BASE
    _, at = marked(base.replace(use.replace(MARK, ""), use, 1))
    found = told(HEAD + text, base=base)
    assert len(found) == 1, found
    assert found[0].startswith(f"c.yaml:{at}: "), (found[0], at)
    assert [word for word in words if word not in found[0]] == []


def test_a_name_that_nobody_took_away_is_told_as_ever() -> None:
    found = told(HEAD + "remove: [来电管家]\nrules: [{rule: R1, conflict: [彩玲, 体验包]}]\n")
    assert [one.split(": ")[0] for one in found] == ["d1.yaml:3:31"] and "`彩铃`" in found[0]


def test_all_problems_of_all_files_are_told_at_once_and_each_once() -> None:
    found = told(
        HEAD + "offers: [{name: 夜间包, fee: x}]\nremove: [无此]\n",
        "extends: other\nrules: [{rule: D, conflict: [夜间包, 无此]}]\n",
        base=BASE + "  - {rule: R4, conflict: [彩铃, 无此]}\n",
    )
    assert [one.split(": ")[0] for one in found] == [
        "c.yaml:27:31",
        "d1.yaml:2:27",
        "d1.yaml:3:10",
        "d2.yaml:1:10",
        "d2.yaml:2:35",
    ]


def test_a_syntax_error_in_a_draft_hides_no_problem_of_another() -> None:
    found = told("extends: small\noffers: [{name: 夜间包}\n", HEAD + "rules: [{rule: D, conflict: [夜间包, 无此]}]\n")
    assert [one.split(": ")[0] for one in found] == ["d1.yaml:2:9", "d2.yaml:2:35"]


def test_a_syntax_error_in_the_catalogue_is_the_only_problem_of_a_sound_draft() -> None:
    found = told(HEAD + "rules: [{rule: D, conflict: [彩铃, 体验包]}]\n", base=BASE + "  - {rule: R4\n")
    assert len(found) == 1 and found[0].startswith("c.yaml:27:5: ")


def test_a_catalogue_given_as_a_draft_and_a_draft_given_as_a_catalogue_are_told_so() -> None:
    (found,) = told("catalogue: other\n")
    assert found.startswith("d1.yaml:1:1: ") and "`--catalogue`" in found
    wrong = told(HEAD, base="extends: small\nremove: [x]\n")
    assert [one.split(": ")[0] for one in wrong] == ["c.yaml:1:1", "c.yaml:2:1"] and "`--draft`" in wrong[0]


def test_a_draft_that_removes_twice_what_an_earlier_one_removed_is_told_where_it_went() -> None:
    (found,) = told(HEAD + "remove: [老短信包]\n", HEAD + "remove: [老短信包]\n")
    assert found.startswith("d2.yaml:2:10: ") and "d1.yaml:2:10" in found


def test_the_draft_of_the_page_on_drafts_applies_to_the_packaged_catalogue() -> None:
    root = Path(__file__).parent.parent
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", (root / "docs" / "drafts.md").read_text(encoding="utf-8"), re.M | re.S)
    got = parse_drafts(layers.read_files(root / "catalogues" / "10086"), [{"page.yaml": text.encode()}])
    assert got.items == Touched(added=("夏日流量包",)) and got.rules == Touched(added=("D1",), removed=("S8-to",))
    assert warned(got) == []
