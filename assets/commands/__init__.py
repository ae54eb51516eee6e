"""The commands, one module a family. Only click is imported at the top of a module here."""
