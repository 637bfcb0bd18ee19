"""`chats` and `reconcile`, alone and beside a running bot."""

from tests.commands.conftest import done
from tests.faults.school import CHATS, TEACHER, Machine
from tests.faults.story import play


async def titles(machine: Machine) -> list[str]:
    return sorted(chat.title for chat in await machine.sandbox.chats())


async def test_without_a_bot_the_command_makes_the_chats_itself(machine: Machine) -> None:
    assert "Чатов пока нет." in await done(machine.starosta("chats"))
    text = await done(machine.starosta("chats", "--create", "5A"))
    assert await titles(machine) == list(CHATS)
    assert all(title in text for title in CHATS)
    assert machine.rows("SELECT count(*) FROM lease") == [(0,)]
    await done(machine.starosta("chats", "--create", "5А"))
    assert await titles(machine) == list(CHATS)


async def test_beside_a_bot_the_command_leaves_the_chats_to_it(machine: Machine) -> None:
    await machine.bot()
    fault = machine.fault("messages.createChat", "delay")
    await done(machine.starosta("chats", "--create", "5А"))
    await machine.happened(fault)
    await machine.sandbox.no_faults()
    for title in CHATS:
        await machine.sandbox.chat(title)
    await machine.sandbox.quiet()
    assert await titles(machine) == list(CHATS)


async def test_all_classes_get_their_chats(machine: Machine) -> None:
    await done(machine.starosta("chats", "--create", "all"))
    kinds = ("коллеги", "родители", "ученики")
    assert await titles(machine) == sorted(f"{unit} — {kind}" for unit in ("5А", "5Б", "10А") for kind in kinds)


async def test_reconcile_prints_the_plan_and_does_it_only_with_apply(machine: Machine) -> None:
    bot = await machine.bot()
    await play(machine)
    await machine.sandbox.quiet()
    assert await bot.terminate() == 0
    classes = machine.folder / "journal" / "classes.csv"
    classes.write_text(classes.read_text(encoding="utf-8").replace("cl-5a,,,5А", "cl-5a,,,5Г"), encoding="utf-8")
    await done(machine.starosta("import", str(classes.parent), "--apply"))
    text = await done(machine.starosta("reconcile"))
    assert all(title.replace("5А", "5Г") in text for title in CHATS)
    assert await titles(machine) == list(CHATS)
    await done(machine.starosta("reconcile", "--apply"))
    assert await titles(machine) == [title.replace("5А", "5Г") for title in CHATS]
    assert all(TEACHER in chat.admins for chat in await machine.sandbox.chats())
    assert "Всё совпадает с журналом." in await done(machine.starosta("reconcile"))


async def test_beside_a_bot_reconcile_has_the_bot_look_at_every_chat(machine: Machine) -> None:
    await machine.bot()
    await play(machine)
    await machine.sandbox.quiet()
    before = len(await machine.sandbox.wire())
    assert "Всё совпадает с журналом." in await done(machine.starosta("reconcile", "--apply"))

    async def looked_at() -> set[str]:
        rows = (await machine.sandbox.wire())[before:]
        return {row["params"]["peer_ids"] for row in rows if row["method"] == "messages.getConversationsById"}

    async def are_all() -> bool:
        return len(await looked_at()) == len(CHATS)

    await machine.sandbox.until(are_all, what="every chat looked at")
