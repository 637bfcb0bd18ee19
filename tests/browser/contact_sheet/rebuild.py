"""Plays every scene in a world of its own and puts the pictures together."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import AsyncExitStack, chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.browser.contact_sheet import (
    part_a,
    part_c,
    part_d,
    part_h,
    part_k,
    part_k_plans,
    part_m,
    part_n,
    scenes,
    sheet,
)
from tests.browser.contact_sheet.camera import Camera
from tests.browser.contact_sheet.scenes import Scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.making import Template, hurry, world_in

PARTS = (part_a, part_c, part_d, part_h, part_k, part_k_plans, part_m, part_n)
"""The modules whose scenes are in the table."""


async def rebuild(folder: Path, template: Template, names: Iterable[str] = ()) -> list[str]:
    """Photograph the scenes (all, or those of these names) into the folder; what went wrong, a line a scene."""
    wanted = [one for one in scenes.SCENES if not names or one.name in names]
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        async with Camera.opened() as camera:
            failures = [line for one in wanted for line in await _played(one, camera, folder, template)]
            for page in sheet.write(folder):
                await camera.print(page, page.with_suffix(".png"))
    return failures


async def _played(scene: Scene, camera: Camera, folder: Path, template: Template) -> list[str]:
    logging.getLogger(__name__).info("scene %s", scene.name)
    try:
        # A task of its own: whatever database the scene opens stays unknown to the next one.
        owed = await asyncio.create_task(_play(scene, camera, folder, template))
    except (AssertionError, LookupError, ValueError) as error:
        return [f"{scene.name}: {error}"]
    return [f"{scene.name} does not show {sorted(owed)}"] if owed else []


async def _play(scene: Scene, camera: Camera, folder: Path, template: Template) -> set[str]:
    with TemporaryDirectory() as place, chdir(place):
        async with AsyncExitStack() as stack:
            world = await world_in(Path(place), template, stack)
            stack.push_async_callback(world.stop)
            await world.start()
            stage = Stage(world, camera, folder, scene)
            await scene.play(stage)
            return stage.owed
