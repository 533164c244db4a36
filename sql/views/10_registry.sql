-- Purpose: which operation a property belongs to on which days.
-- Parameters: as_of.

-- The latest registry rows that are not in dispute. Parameter: as_of.
CREATE OR REPLACE VIEW site_latest_at AS
WITH known AS (
  SELECT *
  FROM site_record
  WHERE known_at <= {as_of:DateTime64(3)}
)
SELECT
  source,
  record_id,
  property,
  operation,
  valid_from,
  valid_to
FROM (
  {{include expressions/latest_revision
    rows: known
    id: record_id
  }}
)
WHERE contents = 1;
