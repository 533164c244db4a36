-- Purpose: all revisions of the crawls of some places, and of what lies below them. Those
-- of the operations are of round 0.
-- Parameters: scope, as_of.
-- Returns: the fields of a record of kind observation.
WITH
  place AS (
    SELECT one
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = 0
      AND what = 'place'
  ),
  crawled AS (
    SELECT source, record_id
    FROM observation_record
    WHERE property IN (SELECT one FROM place)
      OR arrayExists(name -> name IN (SELECT one FROM place), ancestors)
  )
SELECT
  record_id,
  revision,
  source,
  site,
  {{include evidence/part/time_text
    time: observation_record.observed_at
  }} AS observed_at,
  pages_sampled,
  slots,
  ads_txt,
  CAST(is_void AS Bool) AS void
FROM observation_record
WHERE (source, record_id) IN (SELECT source, record_id FROM crawled)
  AND known_at <= {as_of:DateTime64(3)}
SETTINGS output_format_decimal_trailing_zeros = 0, output_format_json_quote_64bit_integers = 0
