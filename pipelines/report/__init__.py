"""Report: what the warehouse, the ledger and the archive say, ready to be shown. It computes no figure that the warehouse does not hold."""
