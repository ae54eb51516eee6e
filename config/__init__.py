"""What stewards edit: small dated CSV files, one fact a row. No code belongs here; `pipelines.registers` reads and checks them."""
