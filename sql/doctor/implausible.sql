-- Purpose: records that count and can hardly be true: their author mistook a unit, a column or a
-- day. Only the latest revision is looked at, because a higher one corrects a record. The bounds
-- are far from anything that was ever published: 10 000 pages for each visitor in a month (one
-- every 4 minutes, day and night), 9 thousand million persons (more than there are), 100 slots on a
-- page.
-- For 1 000 impressions of advertising 0.1 to 200 USD were published, for 1 000 downloads of a file
-- host up to 70 USD; a month of a publisher averages far inside. Not believed are less than 0.005
-- EUR and more than 200 (file host: 500; other lines: 1 000). A mistaken unit (cents, thousands of
-- impressions, millionths of a dollar) is off by 100 times or more.
-- Returns: what, records, example (source and id), one row for each kind of doubt.
WITH
  measurement AS (
    SELECT *
    FROM panel_record
    ORDER BY revision DESC, sha256
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
    ORDER BY revision DESC, sha256
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
  -- Euro per unit in the latest month with a rate: the bounds are so wide that an old rate does no
  -- harm. What has no rate is not judged.
  eur_of AS (
    SELECT
      toString(currency) AS code,
      argMax(toFloat64(eur_per_unit), period) AS eur
    FROM fx_rate FINAL
    WHERE length(period) = 7
      AND version = {{include expressions/version_in_force
          name: 'fx'
        }}
    GROUP BY code
  ),
  -- Below 10 EUR a high price says nothing, and below a million impressions a low one: some
  -- networks round each row to a cent.
  priced AS (
    SELECT
      source,
      flow_id,
      revision,
      paid * 1000 / impressions AS ecpm,
      transform(toString(line), ['advertising', 'file_host'], [200, 500], 1000) AS most,
      multiIf(
        paid >= 10 AND ecpm > most, concat(
          'more than ', toString(most), ' EUR for 1 000 impressions of ',
          if(line IN ('advertising', 'file_host'), toString(line), 'another line'),
          ' (are the amounts in cents or millionths?)'),
        impressions >= 1000000
          AND ecpm < 0.005
          AND line IN ('advertising', 'file_host', 'other'),
        concat(
          'less than 0.005 EUR for 1 000 impressions of ', toString(line),
          ' (are the impressions in thousands, or is the amount one of several?)'),
        '') AS what
    FROM flow_record
    LEFT ANY JOIN eur_of ON toString(flow_record.currency) = eur_of.code
    ARRAY JOIN [toFloat64(amount) * if(currency = 'EUR', 1, eur_of.eur)] AS paid
    WHERE impressions > 0
      AND NOT is_void
      AND status != 'reversed'
      AND paid > 0
      AND what != ''
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
  latest_of_doubted AS (
    SELECT
      source,
      flow_id,
      max(revision) AS revision
    FROM flow_record
    WHERE (source, flow_id) IN (
      SELECT source, flow_id FROM early
      UNION ALL
      SELECT source, flow_id FROM priced)
    GROUP BY source, flow_id
  ),
  flow_doubt AS (
    SELECT
      toString(source) AS source,
      flow_id AS id,
      'paid on a day that was still to come when the record came in' AS what
    FROM early
    WHERE (source, flow_id, revision) IN (SELECT source, flow_id, revision FROM latest_of_doubted)
    UNION ALL
    SELECT
      toString(source),
      flow_id,
      priced.what
    FROM priced
    WHERE (source, flow_id, revision) IN (SELECT source, flow_id, revision FROM latest_of_doubted)
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
