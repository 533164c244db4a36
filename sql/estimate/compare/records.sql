-- Purpose: contents of records that were known between two times, and the operations and months
-- that each can touch: its own, and those of the flows that it points to or that point to it. A
-- registry row touches every month (empty) of every operation that its site ever belonged to.
-- Parameters: from_time (excluded), to_time (included), operation (empty: all).
-- Returns: operation, month, kind, source, id, revision, sha256, known_at, change, topic,
-- partition, offset.
--   change: new; revised; disputed (another content under the same revision was known, or came with
--   it); older (a higher revision was known);
--   with reversal or hop behind it when the flow takes another one back or supersedes one.
WITH
  fresh_flow AS (
    SELECT toString(source) AS r_source, flow_id AS r_id, revision AS r_revision, sha256 AS r_sha256, known_at AS r_known_at, status = 'reversed' AS is_reversal, upstream_flow_id IS NOT NULL AS is_hop,
      reverses, upstream_flow_id, upstream_source
    FROM flow_record FINAL WHERE known_at > {from_time:DateTime64(3)} AND known_at <= {to_time:DateTime64(3)}
  ),
  -- (source, id) of a fresh flow, and of a flow in whose place it counts or stops counting.
  touched_flow AS (
    SELECT r_source, r_id, r_source AS t_source, r_id AS t_id FROM fresh_flow
    UNION DISTINCT SELECT r_source, r_id, r_source, assumeNotNull(reverses) FROM fresh_flow WHERE reverses IS NOT NULL
    UNION DISTINCT SELECT r_source, r_id, ifNull(upstream_source, r_source), assumeNotNull(upstream_flow_id) FROM fresh_flow WHERE upstream_flow_id IS NOT NULL
    UNION DISTINCT SELECT toString(p.source), assumeNotNull(p.reverses), toString(p.source), p.flow_id FROM flow_record AS p
      WHERE p.reverses IS NOT NULL AND (toString(p.source), assumeNotNull(p.reverses)) IN (SELECT r_source, r_id FROM fresh_flow)
    UNION DISTINCT SELECT r.r_source, r.r_id, p.p_source, p.p_id FROM fresh_flow AS r
      INNER JOIN (SELECT toString(source) AS p_source, flow_id AS p_id, assumeNotNull(reverses) AS p_reverses FROM flow_record WHERE reverses IS NOT NULL) AS p
      ON ifNull(r.upstream_source, r.r_source) = p.p_source AND ifNull(r.upstream_flow_id, '') = p.p_reverses
  ),
  flow_place AS (
    SELECT toString(source) AS f_source, flow_id AS f_id, arrayJoin(if(site_domain != '', [site_domain], share_domains)) AS site,
      arrayJoin(arrayMap(n -> toYYYYMM(addMonths(makeDate32(toYear(period_start), toMonth(period_start), 1), n)),
        range(toUInt32((toYear(period_end) - toYear(period_start)) * 12 + toMonth(period_end) - toMonth(period_start) + 1)))) AS month_number
    FROM flow_record
    WHERE (toString(source), flow_id) IN (SELECT t_source, t_id FROM touched_flow)
  ),
  place AS (
    SELECT DISTINCT 'flow' AS kind, t.r_source AS p_source, t.r_id AS p_id, f.site AS site, concat(toString(intDiv(f.month_number, 100)), '-', leftPad(toString(f.month_number % 100), 2, '0')) AS month
    FROM touched_flow AS t INNER JOIN flow_place AS f ON t.t_source = f.f_source AND t.t_id = f.f_id
    UNION ALL
    SELECT DISTINCT 'panel', toString(source), record_id, site_domain, month FROM panel_record
    UNION ALL
    SELECT DISTINCT 'site', toString(source), record_id, site_domain, '' FROM site_record
  ),
  belongs AS (
    SELECT DISTINCT site_domain AS b_site, operation AS b_operation FROM site_record
    UNION DISTINCT SELECT DISTINCT site, site FROM place
  ),
  content AS (
    SELECT 'flow' AS c_kind, toString(source) AS c_source, flow_id AS c_id, revision AS c_revision, sha256 AS c_sha256, known_at AS c_known_at, multiIf(status = 'reversed', ' reversal', upstream_flow_id IS NOT NULL, ' hop', '') AS c_more
    FROM flow_record FINAL WHERE (toString(source), flow_id) IN (SELECT r_source, r_id FROM fresh_flow)
    UNION ALL SELECT 'panel', toString(source), record_id, revision, sha256, known_at, '' FROM panel_record FINAL
    UNION ALL SELECT 'site', toString(source), record_id, revision, sha256, known_at, '' FROM site_record FINAL
  ),
  judged AS (
    SELECT *,
      countIf(c_known_at <= {from_time:DateTime64(3)}) OVER (PARTITION BY c_kind, c_source, c_id) AS known_before,
      maxIf(c_revision, c_known_at <= {from_time:DateTime64(3)}) OVER (PARTITION BY c_kind, c_source, c_id) AS revision_before,
      countIf(c_known_at <= {to_time:DateTime64(3)}) OVER (PARTITION BY c_kind, c_source, c_id, c_revision) AS contents
    FROM content
  )
SELECT DISTINCT b.b_operation AS operation, p.month AS month, j.c_kind AS kind, j.c_source AS source, j.c_id AS id, j.c_revision AS revision, lower(hex(j.c_sha256)) AS sha256,
  j.c_known_at AS known_at,
  concat(multiIf(j.known_before > 0 AND j.c_revision < j.revision_before, 'older', j.contents > 1, 'disputed', j.known_before = 0, 'new', 'revised'), j.c_more) AS change,
  i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (SELECT * FROM judged WHERE c_known_at > {from_time:DateTime64(3)} AND c_known_at <= {to_time:DateTime64(3)}) AS j
INNER JOIN place AS p ON j.c_kind = p.kind AND j.c_source = p.p_source AND j.c_id = p.p_id
INNER JOIN belongs AS b ON p.site = b.b_site
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON j.c_sha256 = i.digest
WHERE {operation:String} = '' OR b.b_operation = {operation:String}
ORDER BY operation, month, known_at, kind, source, id, revision, sha256
SETTINGS join_use_nulls = 0
