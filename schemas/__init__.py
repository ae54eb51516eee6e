"""What is right: fields, datasets, rules and issue codes, each said once. Imports no other room."""
