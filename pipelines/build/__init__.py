"""Build: a new warehouse file from records, outcomes, ledger and registers, by copy and difference or in full; never the published file."""

from pipelines.build.digest import content_digest
from pipelines.build.run import BuildResult, build

__all__ = ["BuildResult", "build", "content_digest"]
