"""Words of the command line: what they name, and what is suggested where they name nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from test_present_samples import CATALOGUE

from cli.misuse import Misuse
from cli.names import candidates, find, one_item, plans_of

WORDS = CATALOGUE.words()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("音乐", "音乐A"), ("体验", "体验包"), ("aoyun88", "奥运88"), ("yya", "音乐A"), ("xyvw", "校园V网"),
        ("奥运99", "奥运88"), ("gprs5", "GPRS5元"), ("laidianguanjia", "来电管家"), ("来电管加", "来电管家"),
        ("奥运88套餐", "奥运88"),
    ],
)  # fmt: skip
def test_a_word_that_names_nothing_brings_up_what_may_be_meant(word, meant):
    assert meant in candidates(word, WORDS)[:3]


def test_candidates_are_few_and_never_repeated():
    many = candidates("套餐", [f"套餐{n}" for n in range(100)])
    assert len(many) == len(set(many)) == 8


def test_nothing_like_the_word_brings_up_nothing():
    assert candidates("ЖЖЖЖЖ", WORDS) == ()


def test_an_unknown_word_is_never_guessed():
    with pytest.raises(Misuse) as caught:
        find(WORDS, "奥运8", option="--to")
    assert "奥运8" in str(caught.value) and "奥运88" in caught.value.candidates


def test_an_alias_and_a_family_of_one_name_one_item():
    assert one_item(CATALOGUE, WORDS, "管家", option="--add").name == "来电管家"
    assert one_item(CATALOGUE, WORDS, " 奥运 ", option="--drop").name == "奥运88"


def test_a_word_for_several_is_not_taken_for_one():
    with pytest.raises(Misuse) as caught:
        one_item(CATALOGUE, WORDS, "GPRS套餐", option="--add")
    assert caught.value.candidates == ("GPRS5元", "GPRS20元")


def test_a_plan_is_pointed_to_its_own_option():
    with pytest.raises(Misuse, match="--to"):
        one_item(CATALOGUE, WORDS, "畅聊", option="--add", instead_of_plan="--to")


def test_a_word_for_plans_tells_whether_it_is_one_plans_own_name():
    assert [plan.name for plan in plans_of(CATALOGUE, WORDS, "音乐套餐", option="--to")[0]] == ["音乐A", "音乐B", "老套餐"]
    assert plans_of(CATALOGUE, WORDS, "奥运", option="--to")[1] and not plans_of(CATALOGUE, WORDS, "plan", option="--to")[1]


@pytest.mark.parametrize("word", ["校园V网", "GPRS套餐", "offer", "神州行"])
def test_words_without_a_plan_are_refused_where_plans_are_meant(word):
    with pytest.raises(Misuse):
        plans_of(CATALOGUE, WORDS, word, option="--to")


def test_pinyin_and_likeness_are_loaded_on_a_miss_only():
    slow = ("pypinyin", "rapidfuzz", "networkx", "z3")
    code = f"import sys, cli.names, cli.ask, cli.main; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
