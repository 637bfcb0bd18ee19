"""The sandbox as one HTTP server: VK, the control API and the page."""

import asyncio
import json
import signal
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox import control_chats, control_neighbours, control_people, control_world, http_upload, http_vk
from bot.sandbox.callback import Courier
from bot.sandbox.errors import VkError
from bot.sandbox.settings import CommunitySettings, SandboxSettings
from bot.sandbox.stage import STAGE, Stage, build_stage

PAGE = Path(__file__).parent / "page"
CONTROL_PARTS = (control_chats, control_neighbours, control_people, control_world)
SHUTDOWN_SECONDS = 1.0
UPLOAD_BYTES = 200 * 1024 * 1024

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class RunningSandbox:
    """A started server; `stage` is its inside, for tests of the emulator itself."""

    url: str
    stage: Stage
    runner: web.AppRunner

    async def stop(self) -> None:
        """Let the readers go, close the port and end the deliveries."""
        self.stage.world.close()
        self.stage.faults.withdraw()
        await self.runner.cleanup()
        self.stage.wire.close()


async def start(*, host: str = "127.0.0.1", port: int = 0, settings: SandboxSettings | None = None) -> RunningSandbox:
    """Start a sandbox; port 0 takes a free one."""
    stage = build_stage(settings or SandboxSettings())
    runner = web.AppRunner(_application(stage), shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    bound_host, bound_port = runner.addresses[0][:2]
    return RunningSandbox(f"http://{bound_host}:{bound_port}", stage, runner)


def main(argv: Sequence[str] | None = None) -> None:
    """Run from the command line until SIGTERM or Ctrl-C."""
    asyncio.run(serve(**parse_arguments(argv)))


async def serve(port: int, settings: SandboxSettings, *, is_held: bool = False) -> None:
    """Run until SIGTERM or Ctrl-C; if ``is_held``, also until whoever started it is gone, and so the input ends."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    if is_held:
        loop.add_reader(sys.stdin, stopped.set)
    running = await start(port=port, settings=settings)
    sys.stdout.write(f"sandbox listening on {running.url}\n")
    sys.stdout.flush()
    await stopped.wait()
    await running.stop()


def parse_arguments(argv: Sequence[str] | None = None) -> dict[str, Any]:
    """What ``serve`` is told by the command line."""
    parser = ArgumentParser(prog="sandbox", description="An emulator of VK for bots, with a journal and an SMS phone.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--held", action="store_true", help="end together with the standard input")
    parser.add_argument("--journal", type=Path, help="OneRoster folder that the journal neighbour edits")
    parser.add_argument("--school", choices=("empty", "demo"), default="empty")
    parser.add_argument("--communities", type=_communities, default=(CommunitySettings(),), help="JSON list")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wire", type=Path, help="JSONL file for the journal of the wire")
    options = vars(parser.parse_args(argv))
    about = {"port": options.pop("port"), "is_held": options.pop("held")}
    return about | {"settings": SandboxSettings(**options)}


def _communities(text: str) -> tuple[CommunitySettings, ...]:
    return tuple(CommunitySettings(**fields) for fields in json.loads(text))


def _application(stage: Stage) -> web.Application:
    application = web.Application(client_max_size=UPLOAD_BYTES)
    application[STAGE] = stage
    application.cleanup_ctx.append(_deliver)
    application.add_routes(http_vk.routes())
    application.add_routes(http_upload.routes())
    control = web.Application(middlewares=[_explain])
    control[STAGE] = stage
    for part in CONTROL_PARTS:
        control.add_routes(part.routes())
    application.add_subapp("/sandbox/api", control)
    application.router.add_get("/", _index)
    if PAGE.is_dir():
        application.router.add_static("/page", PAGE)
    return application


async def _deliver(application: web.Application) -> AsyncIterator[None]:
    """The courier works from the start of the server to its end."""
    stage = application[STAGE]
    async with asyncio.TaskGroup() as tasks:
        delivering = tasks.create_task(Courier(stage.world, stage.wire).run())
        yield
        delivering.cancel()


async def _index(_request: web.Request) -> web.FileResponse:
    if not (PAGE / "index.html").is_file():
        raise web.HTTPNotFound
    return web.FileResponse(PAGE / "index.html")


@web.middleware
async def _explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.text}, status=error.status)
    except VkError as error:
        return web.json_response({"error": error.text, "code": error.code}, status=409)
    except LookupError as error:
        return web.json_response({"error": str(error.args[0]) if error.args else "not found"}, status=409)
    except (ValueError, TypeError) as error:
        return web.json_response({"error": str(error)}, status=400)
