"""`avatar template show`, and `avatar say` with a template: what is asked for, and what is wrong with it."""

import shutil

from avatar.campaign.templates import names
from avatar.runtime.folders import shipped


def test_every_template_that_is_listed_can_be_shown(shell):
    listed = [each["name"] for each in shell.tells("template", "list")["templates"]]
    assert sorted(listed) == sorted(names())
    for name in listed:
        told = shell.tells("template", "show", name)
        assert (told["name"], len(told["version"])) == (name, 64)
        assert told["shapes"] and told["about"]
        assert all(variable["kind"] for variable in told["variables"].values())


def test_what_is_wrong_with_the_values_is_told_before_anything_is_made(shell):
    done = shell("say", "--template", "news", "--set", "headlin=Hello", "Hello.")
    assert done.code == 2
    assert "did you mean 'headline'?" in done.err
    assert "headline: It is missing" in done.err


def test_values_are_of_no_use_without_a_template(shell):
    assert "--template" in shell("say", "--set", "headline=Hello", "Hello.").err
    assert (
        "no shape 'round'"
        in shell("say", "--template", "news", "--shape", "round", "--set", "headline=Hi", "Hello.").err
    )


def test_a_clip_is_filled_from_the_version_that_a_template_is_rolled_back_to(shell):
    own = shell.home / "templates" / "bulletin"
    shutil.copytree(shipped("templates") / "news", own)
    for card in (own / "template.toml", own / "card.toml"):
        card.write_text(card.read_text(encoding="utf-8").replace('"news"', '"bulletin"'), encoding="utf-8")
    assert "bulletin" in shell.prints("template", "list")
    written = own / "template.toml"
    written.write_text(written.read_text(encoding="utf-8").replace("headline", "caption"), encoding="utf-8")
    asked = "say", "--template", "bulletin", "--set", "headlin=Hello", "Hello."
    assert "headline" not in shell(*asked).err
    assert "bulletin" in shell.prints("template", "list")
    shell("template", "rollback", "bulletin")
    told = shell(*asked).err
    assert "is pinned to its version" in told
    assert "did you mean 'headline'?" in told
