"""``starosta check``: what is right and what is wrong, in plain words."""

import sys
import time

import click

from bot.app import Application, Desk
from bot.commands.terminal import Terminal, command, lease_if_free
from bot.config import Settings
from bot.domain.finding import Finding, right, wrong
from bot.domain.kinds import Verdict
from bot.domain.roster import Remark
from bot.errors import OperatorError
from bot.journals.problems import english
from bot.services import accounts
from bot.texts.catalogue import say
from bot.vk import callback, community
from models import lease
from models.chats import Chat
from models.schools import Outage, Reading
from models.traffic import InboxEvent

PROBLEMS_SHOWN = 5


@click.command()
@click.option("--school", help="Key of the school; default: all.")
@click.option("--register-callback", "is_registered", is_flag=True, help="Have VK post events to http.public_url.")
@command
async def check(terminal: Terminal, school: str | None, is_registered: bool) -> None:
    """Say what is right and what is wrong; the exit code is 1 when something has to be mended."""
    settings = terminal.settings()
    keys = [settings.school(school)[0]] if school else list(settings.schools)
    application = Application(settings)
    findings = [right("the configuration is valid"), *_sms(application)]
    try:
        async with application.opened():
            findings.append(right("the database is up to date and was made with this secret key"))
            for key in keys:
                if is_registered:
                    findings += await _register(application, key)
                findings += await _school(application, key)
    except OperatorError as error:
        findings.append(Finding(False, str(error)))
    for finding in findings:
        click.echo(_line(finding))
    if not all(finding.is_right for finding in findings):
        sys.exit(1)


async def _register(application: Application, key: str) -> list[Finding]:
    """Done even beside a running bot: VK asks the bot for a confirmation at once."""
    public_url = application.settings.http.public_url
    if not public_url:
        return [wrong("VK cannot be told where to post events", "set http.public_url")]
    desk = application.desk(key)
    try:
        found = await callback.register(desk.school, desk.api, public_url)
    finally:
        await desk.api.close()
    return [Finding(one.is_right, f"{key}: {one.text}", one.remedy) for one in found]


async def _school(application: Application, key: str) -> list[Finding]:
    desk = application.desk(key)
    try:
        found = await _vk(desk, application.settings)
        findings = [*_owners(desk), *await _journal(desk), *found, *await _troubles(desk)]
    finally:
        await desk.api.close()
    return [Finding(one.is_right, f"{key}: {one.text}", one.remedy) for one in findings]


async def _vk(desk: Desk, settings: Settings) -> list[Finding]:
    group_id = desk.school.settings.group_id
    async with lease_if_free(desk.school.key) as is_mine:
        if is_mine:
            found = await community.examine(desk.api, group_id)
            if not all(one.is_right for one in found):
                return found
            if settings.vk.events == "callback":
                return [*found, *await callback.examine(desk.school, desk.api, settings.http.public_url)]
            return [*found, *await community.examine_long_poll(desk.api, group_id)]
    holder = await lease.holder(desk.school.key, now=time.time())
    return [right(f"a bot is running ({holder}); it alone talks to VK, stop it to have VK's settings checked")]


async def _journal(desk: Desk) -> list[Finding]:
    look = await desk.rosters.look()
    if look.verdict is not Verdict.OK:
        why = " ".join(english(problem) for problem in look.opening.problems[:PROBLEMS_SHOWN])
        return [wrong(f"the journal is {look.verdict.value}: {why}", "mend it; until then nobody is removed")]
    counts = f"{look.opening.seen.people_now} people, {look.opening.units} classes and groups"
    return [right(f"the journal is readable: {counts}, {len(look.repairs)} kinds of repairs")]


async def _troubles(desk: Desk) -> list[Finding]:
    """What the running bot could not do: outages, refused readings, chats that wait for somebody."""
    key = desk.school.key
    findings = [wrong(outage.reason, "see above") for outage in await Outage.filter(school_id=key)]
    refused = await Reading.filter(school_id=key).exclude(verdict=Verdict.OK).order_by("-id").first()
    if refused is not None:
        remarks = [Remark(**problem) for problem in refused.problems]
        why = " ".join(english(remark) for remark in remarks[:PROBLEMS_SHOWN])
        findings.append(right(f"last refused reading, {refused.taken_at:%Y-%m-%d %H:%M} UTC: {why}"))
    aside = await InboxEvent.filter(school_id=key, state="aside").count()
    if aside:
        findings.append(wrong(f"{aside} events could not be handled", "see starosta events"))
    for chat in await Chat.filter(school_id=key).order_by("title"):
        if chat.trouble:
            findings.append(wrong(f"{chat.title}: {say(f'trouble-{chat.trouble}')}", "see the chat's card"))
        findings += [right(f"{chat.title}: {await _refusal(desk, refusal)}") for refusal in chat.refusals]
    return findings


async def _refusal(desk: Desk, refusal: str) -> str:
    code, _, page = refusal.partition(":")
    people = (await accounts.profile_of(desk.school, int(page))).people if page else ()
    who = f"{people[0].family} {people[0].given} — " if people else ""
    return f"{who}{say(code)}"


def _sms(application: Application) -> list[Finding]:
    sender = application.settings.sms.sender
    if sender == "console":
        return [right("SMS codes are printed by the bot (sender = console): for trying out only")]
    if sender == "off":
        return [right("SMS is off; people link by personal codes")]
    return [right(f"SMS codes go to {application.settings.sms.url}")]


def _owners(desk: Desk) -> list[Finding]:
    if desk.school.settings.owners:
        return [right("owners are set: they are told about outages")]
    return [
        wrong(
            "nobody owns the school: nobody is told about outages or may appoint administrators",
            f"put a VK id into schools.{desk.school.key}.owners",
        )
    ]


def _line(finding: Finding) -> str:
    mark = "ok   " if finding.is_right else "WRONG"
    return f"{mark} {finding.text}" + (f"\n      → {finding.remedy}" if finding.remedy else "")
