"""Digest: deliveries through read, locate, match, parse and validate, in memory: what each says, and what is wrong with it.

Pure: no ledger, no files. The refresh stores what comes of it; `tonghop check` shows it to the sender.
"""

from pipelines.digest.delivery import READER_VERSION, digest, digest_all, locate
from pipelines.digest.outcome import ConservationFault, Digest, Sent, SubmissionOutcome, TableOutcome, Terms

__all__ = [
    "READER_VERSION",
    "ConservationFault",
    "Digest",
    "Sent",
    "SubmissionOutcome",
    "TableOutcome",
    "Terms",
    "digest",
    "digest_all",
    "locate",
]
