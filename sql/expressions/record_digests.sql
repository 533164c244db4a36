-- Digests of all records that stand in a table of their kind, by their first eight bytes. They are
-- SHA-256: two that agree in eight bytes are one.
SELECT reinterpretAsUInt64(sha256) AS digest FROM flow_record
UNION ALL SELECT reinterpretAsUInt64(sha256) FROM panel_record
UNION ALL SELECT reinterpretAsUInt64(sha256) FROM site_record
UNION ALL SELECT reinterpretAsUInt64(sha256) FROM observation_record
UNION ALL SELECT reinterpretAsUInt64(sha256) FROM event_record
