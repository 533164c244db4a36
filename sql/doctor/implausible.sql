-- Purpose: records that count and can hardly be true: whoever wrote them mistook a unit, a column
-- or a day. Only what stands now: a higher revision puts it right. The bounds are far from anything
-- that was ever published: 10 000 pages for each visitor in a month (one every 4 minutes, day and
-- night), 9 thousand million persons (more than there are), 100 slots on a page.
-- Parameters: none. Returns: what, records, example (source and id), one row for each kind of
-- doubt.
WITH early AS (SELECT source, flow_id, revision FROM flow_record WHERE status = 'paid' AND value_date > addDays(toDate32(known_at), 1))
SELECT what, uniqExact(source, id) AS records, min(concat(source, ' ', id)) AS example
FROM (
  SELECT toString(source) AS source, record_id AS id,
    multiIf(
      universe > 9000000000, 'a population of more than 9 thousand million persons',
      panel_size > universe, 'a panel that is larger than its population',
      page_views > toFloat64(unique_visitors) * 10000, 'more than 10 000 pages for each visitor',
      '') AS what
  FROM (SELECT * FROM panel_record ORDER BY revision DESC LIMIT 1 BY source, record_id)
  WHERE what != ''
  UNION ALL
  SELECT toString(source), record_id, 'more than 100 slots on a page'
  FROM (SELECT * FROM observation_record ORDER BY revision DESC LIMIT 1 BY source, record_id)
  WHERE arrayExists(slot -> slot.per_page > 100, slots)
  UNION ALL
  SELECT toString(source), flow_id, 'paid on a day that was still to come when the record came in'
  FROM early
  WHERE (source, flow_id, revision) IN (
    SELECT source, flow_id, max(revision) FROM flow_record WHERE (source, flow_id) IN (SELECT source, flow_id FROM early) GROUP BY source, flow_id)
)
GROUP BY what
ORDER BY what
