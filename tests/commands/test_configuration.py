"""What is wrong in the configuration is said in one line with the key and the remedy."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.commands.conftest import CONFIG, SECOND_SCHOOL, Starosta, refusal

MISTAKES = {
    "a key that nobody knows": (
        ('log_level = "WARNING"', 'colour = "red"'),
        "unknown key 'colour'; remove it or look for the right name in config.example.toml",
    ),
    "a nested key that nobody knows": (
        ("[schools.school999.journal]", '[schools.school999.journal]\nformat = "xls"'),
        "unknown key 'schools.school999.journal.format'; remove it",
    ),
    "a word for a number": (("group_id = 1", 'group_id = "many"'), "'schools.school999.group_id': Input should be"),
    "a word that is none of the choices": (('"WARNING"', '"LOUD"'), "'log_level': Input should be 'DEBUG', 'INFO'"),
    "more requests than VK allows": (
        ("[schools.school999]", "[vk]\nrequests_per_second = 50\n[schools.school999]"),
        "'vk.requests_per_second': Input should be less than or equal to 20",
    ),
    "a time zone that is none": (
        ("group_id = 1", 'group_id = 1\ntime_zone = "Perm"'),
        "'schools.school999.time_zone': no time zone 'Perm'; use a name like 'Asia/Yekaterinburg'",
    ),
    "no secret key": (
        ("secret_key =", "#"),
        "'secret_key' is missing; set it in the file or as STAROSTA_SECRET_KEY in the environment",
    ),
    "an empty secret key": (
        ('"a key that is long enough for a test, and no more than that"', '" "'),
        "'secret_key': is empty; put",
    ),
    "no token": (
        ("token =", "#"),
        "'schools.school999.token' is missing; set it in the file or as STAROSTA_SCHOOLS__SCHOOL999__TOKEN",
    ),
    "an empty token": (('"sandbox-token-1"', '""'), "'schools.school999.token': is empty; put the community's token"),
    "no journal": (("path =", "#"), "'schools.school999.journal.path' is missing; set it in the file"),
    "no title": (('"Школа № 999"', '""'), "'schools.school999.title': String should have at least 1 character"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_with_the_key_and_the_remedy(config: Path, starosta: Starosta, mistake: str) -> None:
    (old, new), expected = MISTAKES[mistake]
    text = config.read_text(encoding="utf-8")
    assert text.count(old) == 1
    config.write_text(text.replace(old, new), encoding="utf-8")
    result = starosta("migrate")
    sentence = refusal(result)
    assert sentence.startswith(f"{config}: {expected}")
    assert len(result.stderr.splitlines()) == 1
    assert not (config.parent / "starosta.sqlite3").exists()


def test_several_mistakes_are_told_at_once(config: Path, starosta: Starosta) -> None:
    text = config.read_text(encoding="utf-8").replace("group_id = 1", "group_id = 0").replace("token =", "#")
    config.write_text(text, encoding="utf-8")
    lines = starosta("migrate").stderr.splitlines()
    assert [line.partition("schools.school999.")[2].partition("'")[0] for line in lines] == ["group_id", "token"]


def test_two_schools_cannot_share_a_community(config: Path, starosta: Starosta) -> None:
    text = (CONFIG + SECOND_SCHOOL).replace("group_id = 2", "group_id = 1")
    config.write_text(text.format(folder=config.parent), encoding="utf-8")
    sentence = refusal(starosta("migrate"))
    assert sentence.endswith("schools 'school999' and 'lyceum' have the same group_id; give each its own community"), (
        sentence
    )


def test_a_configuration_without_schools_is_refused(config: Path, starosta: Starosta) -> None:
    text = config.read_text(encoding="utf-8").partition("[schools")[0]
    config.write_text(text + "[schools]\n", encoding="utf-8")
    assert "'schools'" in refusal(starosta("migrate"))


def test_a_file_that_is_no_toml_is_named_with_the_place(config: Path, starosta: Starosta) -> None:
    config.write_text("database = \n", encoding="utf-8")
    assert refusal(starosta("migrate")) == f"{config} is not valid TOML: Invalid value (at line 1, column 12)"


def test_a_file_that_is_not_utf_8_is_refused_with_the_remedy(config: Path, starosta: Starosta) -> None:
    config.write_bytes(config.read_text(encoding="utf-8").encode("cp1251", errors="replace"))
    assert refusal(starosta("migrate")) == f"{config} is not UTF-8 text; save it as UTF-8"


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    assert str(tmp_path) in refusal(CliRunner().invoke(main, ["-c", str(tmp_path), "migrate"]))


@pytest.mark.parametrize("command", ["run", "check", "migrate", "chats", "reconcile"])
def test_every_command_says_that_there_is_no_configuration(tmp_path: Path, command: str) -> None:
    nowhere = tmp_path / "nowhere.toml"
    sentence = refusal(CliRunner().invoke(main, ["-c", str(nowhere), command]))
    assert sentence == f"no configuration at {nowhere}; copy config.example.toml to {nowhere} and edit it"


@pytest.mark.usefixtures("with_roster")
def test_another_secret_key_than_that_of_the_database_is_refused(config: Path, starosta: Starosta) -> None:
    assert starosta("chats").exit_code == 0
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("a key that is long", "another key, as long"), encoding="utf-8")
    assert refusal(starosta("chats")).startswith("secret_key is not the one that this database was made with")


@pytest.mark.parametrize("command", [["chats"], ["reconcile"], ["codes", "5А"], ["import", "journal"]])
def test_several_schools_have_to_be_told_apart(two_schools: Path, starosta: Starosta, command: list[str]) -> None:
    assert two_schools.exists()
    assert refusal(starosta(*command)) == (
        "several schools are configured; add --school with one of: school999, lyceum"
    )
    assert refusal(starosta(*command, "--school", "gymnasium")) == (
        "no school 'gymnasium' in the configuration; there are: school999, lyceum"
    )
