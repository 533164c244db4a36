-- Purpose: all revisions of the registry rows that ever named one of the places, or covered what
-- panels measured of the operations. Their own places are of round 0.
-- Parameters: scope, round, as_of.
-- Returns: the fields of a record of kind site.
WITH
  place AS (
    SELECT round, one
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round IN (0, {round:UInt32})
      AND what = 'place'
  ),
  measured AS (
    SELECT arrayJoin(arrayPushBack(ancestors, property)) AS name
    FROM panel_record
    WHERE property IN (SELECT one FROM place WHERE round = 0)
      OR arrayExists(name -> name IN (SELECT one FROM place WHERE round = 0), ancestors)
  )
SELECT
  {{include evidence/part/site_fields}}
FROM site_record
WHERE (source, record_id) IN (
    SELECT source, record_id
    FROM site_record
    WHERE property IN (SELECT one FROM place UNION ALL SELECT name FROM measured))
  AND known_at <= {as_of:DateTime64(3)}
