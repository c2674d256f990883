"""The index of the search page: what each page says, and what it is, in files of one city and one language.

There is no index of words. A browser folds the texts of a city (`site_templates/static/search-fold.js`) and looks
through them in a few milliseconds, so it finds every page that holds what is looked for (decision 16).
"""

from keikaku.site.search.facts import facts_by_path
from keikaku.site.search.gather import Gatherer, city_gatherer, site_gatherer, write_cities

__all__ = ["Gatherer", "city_gatherer", "facts_by_path", "site_gatherer", "write_cities"]
