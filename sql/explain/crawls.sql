-- Purpose: the crawls that the slots of one operation and month come from. Parameters: scope, operation, month. Returns: one row for each crawl that counts, with its
-- first coordinates.
SELECT toString(o.source) AS source, o.record_id AS record_id, o.revision AS revision, o.site_domain AS site, toString(o.observed_at) AS observed_at, o.pages_sampled AS pages_sampled,
  lower(hex(o.sha256)) AS sha256, i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (
  SELECT *, count() OVER (PARTITION BY source, record_id, revision) AS contents, max(revision) OVER (PARTITION BY source, record_id) AS latest_revision
  FROM (
    SELECT * FROM observation_record
    WHERE (source, record_id) IN (SELECT source, record_id FROM observation_record WHERE site_domain IN (SELECT site_domain FROM slot_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String}))
    ORDER BY known_at LIMIT 1 BY source, record_id, revision, sha256
  )
) AS o
LEFT ANY JOIN (
  SELECT sha256 AS digest, lowest.1 AS topic, lowest.2 AS partition, lowest.3 AS offset
  FROM (SELECT sha256, min((toString(topic), partition, offset)) AS lowest FROM input_record WHERE kind = 'observation' AND reason = '' GROUP BY sha256)
) AS i ON o.sha256 = i.digest
WHERE o.revision = o.latest_revision AND o.contents = 1 AND o.pages_sampled >= 20 AND substring(toString(o.observed_at), 1, 7) = {month:String}
  AND o.site_domain IN (SELECT site_domain FROM slot_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String})
ORDER BY site, observed_at, source, record_id
SETTINGS join_use_nulls = 0
