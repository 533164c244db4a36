-- Purpose: the records of every kind, as a set of (kind, source, id, digest). The engine reads only
-- the columns that the statement around it uses.
-- Returns: a SELECT: kind, source, id, sha256.
SELECT 'panel' AS kind, toString(source) AS source, record_id AS id, sha256 FROM panel_record
UNION ALL
SELECT 'flow', toString(source), flow_id, sha256 FROM flow_record
UNION ALL
SELECT 'site', toString(source), record_id, sha256 FROM site_record
UNION ALL
SELECT 'account', toString(source), record_id, sha256 FROM account_record
UNION ALL
SELECT 'network', toString(source), record_id, sha256 FROM network_record
UNION ALL
SELECT 'observation', toString(source), record_id, sha256 FROM observation_record
UNION ALL
SELECT 'event', toString(source), record_id, sha256 FROM event_record
