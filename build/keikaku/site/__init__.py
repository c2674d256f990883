"""The static site: pages that citizens read, made from the model. `render_site` writes all, `render_city` one city."""

from keikaku.site.engine import SiteContext, copy_assets, make_site
from keikaku.site.inputs import DataFile, SiteCity
from keikaku.site.lists.across import Across, Gathered
from keikaku.site.on_demand import OnDemand
from keikaku.site.pages.home import CityCard
from keikaku.site.render import CityDone, render_city, render_home, render_site
from keikaku.site.sitemap import write_sitemap

__all__ = [
    "Across",
    "CityCard",
    "CityDone",
    "DataFile",
    "Gathered",
    "OnDemand",
    "SiteCity",
    "SiteContext",
    "copy_assets",
    "make_site",
    "render_city",
    "render_home",
    "render_site",
    "write_sitemap",
]
