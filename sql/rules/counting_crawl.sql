-- Purpose: crawls that count: the latest undisputed content of each, if it looked at 20 pages or
-- more. The month is that of the crawl, UTC.
-- Words: records.
-- Returns: a SELECT: source, record_id, revision, sha256, property, observed_at, month,
-- pages_sampled, slots. The word is rows of observation_record.
SELECT
  source,
  record_id,
  revision,
  sha256,
  property,
  observed_at,
  {{include expressions/month_of_time
    time: observed_at
  }} AS month,
  pages_sampled,
  slots
FROM (
  {{include expressions/latest_revision
    rows: {{records}}
    id: record_id
  }}
)
WHERE contents = 1
  AND ifNull(pages_sampled, 0) >= 20
