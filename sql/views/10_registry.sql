-- Purpose: which operation a site belongs to on which days.
-- Parameters: as_of.

-- The latest registry rows that are not in dispute.
CREATE OR REPLACE VIEW site_latest_at AS
WITH known AS (
  SELECT *
  FROM site_record
  WHERE known_at <= {as_of:DateTime64(3)}
)
SELECT
  source,
  record_id,
  site_domain,
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

-- One row for each registered site: consecutive spans of days, from the first day of the calendar
-- to the last, and the operation of each span. The operation is empty when several claim the site,
-- and the site itself when nobody does.
CREATE OR REPLACE VIEW site_span_at AS
WITH site_claim AS (
  SELECT
    site_domain,
    groupArray(toInt32(valid_from)) AS first_days,
    groupArray(ifNull(toInt32(valid_to), {{include expressions/last_day}})) AS last_days,
    groupArray(operation) AS operations
  FROM site_latest_at(as_of = {as_of:DateTime64(3)})
  GROUP BY site_domain
)
SELECT
  site_domain AS span_site,
  -- A span begins on the first day of the calendar, where a row begins, and the day after one ends.
  arraySort(arrayDistinct(arrayConcat(
    [{{include expressions/first_day}}],
    first_days,
    arrayMap(day -> day + 1, last_days)))) AS span_from,
  arrayMap(
    day -> arrayDistinct(arrayFilter(
      (operation, first_day, last_day) -> first_day <= day AND day <= last_day,
      operations, first_days, last_days)),
    span_from) AS claims,
  arrayMap(
    claim -> multiIf(
      length(claim) = 0, site_domain,
      length(claim) = 1, claim[1],
      ''),
    claims) AS span_operation
FROM site_claim;
