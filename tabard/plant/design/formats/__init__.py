"""How dates and times are written, language by language: `FORMAT_MODULE_PATH` names this."""
