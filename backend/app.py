"""The only place where the parts of the backend are put together."""

from typing import Any

from sanic import Sanic

from backend.cases import routes as cases_routes
from backend.cases.applications import ApplicationService
from backend.cases.service import CaseService
from backend.chat import pages as chat_pages
from backend.chat import routes as chat_routes
from backend.chat.delivery import Delivery
from backend.chat.fallback import Fallback
from backend.chat.presence import Presence
from backend.chat.rasa import Rasa
from backend.chat.service import ChatService
from backend.chat.sessions import Sessions
from backend.chat.talks import Talks
from backend.chat.vault import Vault
from backend.guides import pages as guide_pages
from backend.guides import paper_routes as guide_paper_routes
from backend.guides import routes as guide_routes
from backend.guides import tv_routes as guide_tv_routes
from backend.guides.paper import Press
from backend.guides.printing import Printing
from backend.guides.scans import Scans
from backend.guides.service import GuideService
from backend.items import routes as items_routes
from backend.items.service import ItemService
from backend.kit import web
from backend.kit.clock import utc_now
from backend.kit.db import Database
from backend.kit.jsontext import dumps
from backend.kit.keycheck import check_keys
from backend.kit.limits import RateLimiter
from backend.kit.security import Sealer
from backend.org import routes as org_routes
from backend.org.service import OrganisationService
from backend.settings import Settings, SettingsError
from backend.system import routes as system_routes
from backend.system.service import HealthService
from catalog import Catalogue

VERSION = "0.1.0"
_MAX_BODY_BYTES = 64 * 1024
_SLOW_CLIENT_SECONDS = 15
_GRACE_SECONDS = 10.0


async def prepare(settings: Settings, catalogue: Catalogue) -> None:
    """Do everything at a start that needs the migrated database, so that a failure is known before anything serves.

    Raises:
        WrongKeysError: the key file is not the one the database was written with.
    """
    database = Database(settings.database_url)
    try:
        async with database.write() as session:
            await check_keys(session, Sealer(settings.keys))
        await ItemService(catalogue).start(database)
    finally:
        await database.close()


def create_app(settings: Settings, catalogue: Catalogue) -> Sanic[Any, Any]:
    """Return the backend, ready to be served. The database must be migrated before (`backend.kit.db.migrate`).

    Raises:
        SettingsError: the settings are for another district than the catalogue.
    """
    district = catalogue.organisation.district
    if settings.region != district["code"]:
        raise SettingsError(
            [
                f"CNB_REGION 是 {settings.region}，事项目录里的{district['name']}是 {district['code']}，两边要一致"
            ]
        )
    database = Database(settings.database_url)
    organisation = OrganisationService(catalogue.organisation)
    items = ItemService(catalogue)
    guides = GuideService(items, catalogue)
    sealer, limiter = Sealer(settings.keys), RateLimiter(settings.rate_limits)
    cases = CaseService(items, organisation, sealer, limiter, utc_now, settings.region)
    applications = ApplicationService(items, organisation, sealer, utc_now)
    presence, vault = Presence(), Vault(sealer)
    sessions = Sessions(sealer, limiter, utc_now)
    chat = ChatService(
        database=database,
        sessions=sessions,
        vault=vault,
        rasa=Rasa(settings.rasa_url, settings.service_token),
        presence=presence,
        delivery=Delivery(applications, utc_now),
        fallback=Fallback(guides, items, organisation),
        guides=guides,
        organisation=organisation,
        applications=applications,
        limiter=limiter,
        sealer=sealer,
        clock=utc_now,
    )
    talks = Talks(sessions, vault, presence, cases, organisation)
    health = HealthService(
        database,
        items,
        {"rasa": f"{settings.rasa_url}/webhooks/gateway/", "actions": f"{settings.actions_url}/health"},
        settings.service_token,
    )

    app: Sanic[Any, Any] = Sanic(
        "cunnengban",
        error_handler=web.ErrorAnswers(guide_pages.error_page),
        configure_logging=False,
        dumps=dumps,
    )
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = _MAX_BODY_BYTES
    app.config.REQUEST_TIMEOUT = _SLOW_CLIENT_SECONDS
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = _GRACE_SECONDS
    app.ctx.service_token = settings.service_token
    web.install(app)
    app.blueprint(system_routes.blueprint(health, VERSION))
    app.blueprint(org_routes.blueprint(organisation))
    app.blueprint(items_routes.blueprint(items, database))
    app.blueprint(guide_routes.blueprint(guides))
    scans = Scans(database, limiter, utc_now)
    app.blueprint(guide_pages.blueprint(guides, organisation, scans, settings.public_url))
    press = Press(guides, organisation.organisation, settings.public_url)
    app.blueprint(guide_paper_routes.blueprint(guides, organisation, Printing(press, guides, limiter)))
    screens = guide_tv_routes.blueprint(
        guides, organisation, scans, catalogue.organisation.notices, settings.public_url, utc_now
    )
    app.blueprint(screens)
    app.blueprint(cases_routes.blueprint(cases, database))
    app.blueprint(chat_routes.blueprint(chat, talks, sessions, database))
    app.blueprint(chat_pages.blueprint())

    @app.before_server_start
    async def start(app: Sanic[Any, Any]) -> None:
        await items.start(database)
        guides.start()

    @app.after_server_stop
    async def stop(app: Sanic[Any, Any]) -> None:
        await chat.close()
        await health.close()
        await database.close()

    return app
