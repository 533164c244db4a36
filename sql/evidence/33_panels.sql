-- Purpose: all revisions of the measurements of some places, and of what lies below them. Those
-- of the operations are of round 0.
-- Parameters: scope, as_of.
-- Returns: the fields of a record of kind panel, and known_at.
WITH
  place AS (
    SELECT one
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = 0
      AND what = 'place'
  ),
  measured AS (
    SELECT source, record_id
    FROM panel_record
    WHERE property IN (SELECT one FROM place)
      OR arrayExists(name -> name IN (SELECT one FROM place), ancestors)
  )
SELECT
  record_id,
  revision,
  source,
  site,
  month,
  nullIf(country, '') AS country,
  device,
  unique_visitors,
  visits,
  page_views,
  panel_size,
  universe,
  design_effect,
  {{include evidence/part/time_text
    time: panel_record.published_at
  }} AS published_at,
  document_sha256,
  document_place,
  CAST(is_void AS Bool) AS void,
  {{include evidence/part/time_text
    time: panel_record.known_at
  }} AS known_at
FROM panel_record
WHERE (source, record_id) IN (SELECT source, record_id FROM measured)
  AND panel_record.known_at <= {as_of:DateTime64(3)}
SETTINGS output_format_decimal_trailing_zeros = 0, output_format_json_quote_64bit_integers = 0
