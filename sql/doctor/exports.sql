-- Purpose: how the last run of each export ended. Parameters: none. Returns: export, outcome,
-- error, started_at_ms; a run that somebody asked for counts too.
SELECT export, outcome, error, toUnixTimestamp64Milli(started_at) AS started_at_ms
FROM (SELECT * FROM export_run ORDER BY started_at DESC, attempt DESC LIMIT 1 BY export)
ORDER BY export
