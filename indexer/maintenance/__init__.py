"""Look after an index: status, check, rollback, purge."""
