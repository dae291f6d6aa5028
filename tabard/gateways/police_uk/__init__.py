"""The police.uk read API for what this server holds, and an importer from any server that speaks it."""
