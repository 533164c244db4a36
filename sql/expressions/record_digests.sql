-- Purpose: the digests of all records in the tables of their kinds, by their first eight bytes.
-- They are SHA-256: two that agree in eight bytes are the same.
-- Returns: a SELECT: digest.
SELECT reinterpretAsUInt64(sha256) AS digest FROM flow_record
UNION ALL
SELECT reinterpretAsUInt64(sha256) FROM panel_record
UNION ALL
SELECT reinterpretAsUInt64(sha256) FROM site_record
UNION ALL
SELECT reinterpretAsUInt64(sha256) FROM observation_record
UNION ALL
SELECT reinterpretAsUInt64(sha256) FROM event_record
