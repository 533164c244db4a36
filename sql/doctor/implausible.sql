-- Purpose: records that count and can hardly be true: their author mistook a unit, a column or a
-- day. Only the latest revision is looked at, because a higher one corrects a record. The bounds
-- are far from anything that was ever published: 10 000 pages for each visitor in a month (one
-- every 4 minutes, day and night), 9 thousand million persons (more than there are), 100 slots on a
-- page, 1 000 units of a currency for 1 000 impressions (an export in millionths has 50 000).
-- Returns: what, records, example (source and id), one row for each kind of doubt.
WITH
  measurement AS (
    SELECT *
    FROM panel_record
    ORDER BY revision DESC
    LIMIT 1 BY source, record_id
  ),
  measurement_doubt AS (
    SELECT
      toString(source) AS source,
      record_id AS id,
      multiIf(
        universe > 9000000000, 'a population of more than 9 thousand million persons',
        panel_size > universe, 'a panel that is larger than its population',
        page_views > toFloat64(unique_visitors) * 10000, 'more than 10 000 pages for each visitor',
        '') AS what
    FROM measurement
    WHERE what != ''
  ),
  crawl AS (
    SELECT *
    FROM observation_record
    ORDER BY revision DESC
    LIMIT 1 BY source, record_id
  ),
  crawl_doubt AS (
    SELECT
      toString(source) AS source,
      record_id AS id,
      'more than 100 slots on a page' AS what
    FROM crawl
    WHERE arrayExists(slot -> slot.per_page > 100, slots)
  ),
  -- Few flows are paid early, so the latest revision is looked up for them alone.
  early AS (
    SELECT
      source,
      flow_id,
      revision
    FROM flow_record
    WHERE status = 'paid'
      AND value_date > addDays(toDate32(known_at), 1)
  ),
  latest_of_early AS (
    SELECT
      source,
      flow_id,
      max(revision) AS revision
    FROM flow_record
    WHERE (source, flow_id) IN (SELECT source, flow_id FROM early)
    GROUP BY source, flow_id
  ),
  flow_doubt AS (
    SELECT
      toString(source) AS source,
      flow_id AS id,
      'paid on a day that was still to come when the record came in' AS what
    FROM early
    WHERE (source, flow_id, revision) IN (SELECT source, flow_id, revision FROM latest_of_early)
  ),
  doubt AS (
    SELECT source, id, what FROM measurement_doubt
    UNION ALL
    SELECT source, id, what FROM crawl_doubt
    UNION ALL
    SELECT source, id, what FROM flow_doubt
  )
SELECT
  what,
  uniqExact(source, id) AS records,
  min(concat(source, ' ', id)) AS example
FROM doubt
GROUP BY what
ORDER BY what
