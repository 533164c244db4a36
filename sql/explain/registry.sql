-- Purpose: the registry rows that say which sites are of an operation.
-- Parameters: operation.
-- Returns: one row for each record, with its first coordinates.
SELECT toString(r.source) AS source, r.record_id AS record_id, r.revision AS revision, r.property AS site, toString(r.valid_from) AS valid_from, toString(r.valid_to) AS valid_to,
  lower(hex(r.sha256)) AS sha256, i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (SELECT *, max(revision) OVER (PARTITION BY source, record_id) AS latest FROM site_record FINAL) AS r
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON r.sha256 = i.digest
WHERE r.operation = {operation:String} AND r.revision = r.latest AND NOT r.is_void
ORDER BY site, valid_from, source, record_id
