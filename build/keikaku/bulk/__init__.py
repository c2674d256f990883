"""All cities for databases and data frames: SQLite and Parquet."""

from keikaku.bulk.write import Bulk, BulkFile

__all__ = ["Bulk", "BulkFile"]
