-- Purpose: the crawls that the slots of one operation and month come from.
-- Parameters: scope, operation, month.
-- Returns: one row for each crawl that counts, with its first coordinates.
SELECT toString(o.source) AS source, o.record_id AS record_id, o.revision AS revision, o.property AS site, toString(o.observed_at) AS observed_at, o.pages_sampled AS pages_sampled,
  lower(hex(o.sha256)) AS sha256, i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (
  {{include rules/counting_crawl
    records: (SELECT * FROM observation_record WHERE (source, record_id) IN (SELECT source, record_id FROM observation_record WHERE property IN (SELECT property FROM slot_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String})))
  }}
) AS o
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON o.sha256 = i.digest
WHERE o.month = {month:String}
  AND o.property IN (SELECT property FROM slot_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String})
ORDER BY site, observed_at, source, record_id
SETTINGS join_use_nulls = 0
