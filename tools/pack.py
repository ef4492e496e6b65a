"""`make pack STATION=yuanba-01 [OUT=folder]`: everything for a village without a network, for a USB stick.

Takes the items in force from the system's own database, so that a pack says what the web says.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

import catalog
from backend.guides.links import code_note
from backend.guides.pack import Packer
from backend.guides.paper import Press
from backend.guides.service import GuideService
from backend.guides.typeset import NotSet
from backend.items.service import ItemService
from backend.kit.clock import BEIJING
from backend.kit.db import FAILURES, Database, TooNewError, cause, migrate
from backend.org.service import OrganisationService, StationNotFound
from backend.settings import ROOT, Settings, SettingsError
from tools.console import Problem, say


def main(arguments: list[str]) -> int:
    """Write the pack of one station and say where it is; 1 with one sentence when that cannot be."""
    if not arguments or len(arguments) > 2 or not arguments[0]:
        say(
            "用法：make pack STATION=便民服务站的编号 [OUT=文件夹]，编号在 catalog/organisation/stations.yml 里"
        )
        return 2
    try:
        folder = _pack(arguments[0], arguments[1] if len(arguments) > 1 else "")
    except Problem as problem:
        say(f"✗ {problem}")
        return 1
    say(f"✓ 做好了：{folder}，把整个文件夹拷到 U 盘，打开里面的 index.html")
    return 0


def _pack(station_id: str, out: str) -> Path:
    try:
        settings = Settings.load(os.environ)
        catalogue = catalog.load()
    except (SettingsError, catalog.CatalogueError) as error:
        raise Problem("\n".join(error.problems)) from error
    organisation = OrganisationService(catalogue.organisation)
    try:
        station = organisation.get_station(station_id)
    except StationNotFound as error:
        raise Problem(f"没有编号是 {station_id} 的便民服务站") from error
    items = ItemService(catalogue)
    try:
        migrate(settings.database_url)
        asyncio.run(_start(items, settings.database_url))
    except TooNewError as error:
        raise Problem("数据库是更新的程序写的，请换用新版程序，或者恢复旧的备份") from error
    except FAILURES as error:
        raise Problem(f"数据库打不开：{cause(error)}") from error
    guides = GuideService(items, catalogue)
    guides.start()
    day = datetime.now(BEIJING).date().isoformat()
    folder = ROOT / out if out else settings.data_dir / "packs" / f"{station.id}-{day}"
    if note := code_note(settings.public_url):
        say(f"! {note}")
    press = Press(guides, organisation.organisation, settings.public_url)
    try:
        Packer(guides, organisation, press, settings.public_url).write(station, folder, day, _tell)
    except FileExistsError as error:
        raise Problem(f"{folder} 已经有了，请先挪开，或者用 OUT= 换个地方") from error
    except NotSet as error:
        raise Problem(f"有一张纸排不出来，多半是内存不够，做了一半的已经删掉：{error}") from error
    except OSError as error:
        raise Problem(f"写不进去：{error.strerror}（{folder}），做了一半的已经删掉") from error
    return folder


async def _start(items: ItemService, database_url: str) -> None:
    database = Database(database_url)
    try:
        await items.start(database)
    finally:
        await database.close()


def _tell(part: str) -> None:
    say(f"  正在做：{part}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
