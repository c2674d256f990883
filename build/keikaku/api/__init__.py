"""The API: static JSON documents, one a thing, with their JSON Schemas and an OpenAPI description."""

from keikaku.api.city import ApiCity
from keikaku.api.plan import Archive
from keikaku.api.write import write_city_api, write_root_api

__all__ = ["ApiCity", "Archive", "write_city_api", "write_root_api"]
