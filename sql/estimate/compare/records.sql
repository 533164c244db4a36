-- Purpose: contents of records that came to be known between two times (the first excluded, the
-- second included), and the operations and months that each can touch: its own, and those of the
-- flows that it points to or that point to it. A registry row touches every month (an empty month)
-- of every operation that its site ever belonged to. An empty operation means all.
-- Parameters: from_time, to_time, operation.
-- Returns: operation, month, kind, source, id, revision, sha256, known_at, change, topic,
-- partition, offset.
--   change: new; revised; disputed (another content under the same revision was known, or came with
--   it); older (a higher revision was known); followed by reversal when the flow takes another one
--   back, or by hop when it supersedes one.
WITH
  -- 1. Fresh flows, and each flow in whose place one counts or stops counting.
  fresh_flow AS (
    SELECT
      toString(source) AS own_source,
      flow_id AS own_id,
      reverses_source,
      reverses_flow_id,
      upstream
    FROM flow_record FINAL
    WHERE known_at > {from_time:DateTime64(3)}
      AND known_at <= {to_time:DateTime64(3)}
  ),
  fresh_hop AS (
    SELECT
      own_source,
      own_id,
      before.source AS hop_source,
      before.flow_id AS hop_id
    FROM fresh_flow
    ARRAY JOIN upstream AS before
  ),
  reversal AS (
    SELECT
      toString(source) AS reversal_source,
      flow_id AS reversal_id,
      reverses_source AS target_source,
      reverses_flow_id AS target_id
    FROM flow_record
    WHERE reverses_flow_id != ''
  ),
  touched_flow AS (
    SELECT own_source, own_id, own_source AS touched_source, own_id AS touched_id
    FROM fresh_flow
    UNION DISTINCT
    -- What it takes back.
    SELECT own_source, own_id, reverses_source, reverses_flow_id
    FROM fresh_flow
    WHERE reverses_flow_id != ''
    UNION DISTINCT
    -- The hops before it.
    SELECT own_source, own_id, hop_source, hop_id
    FROM fresh_hop
    UNION DISTINCT
    -- What takes it back.
    SELECT target_source, target_id, reversal_source, reversal_id
    FROM reversal
    WHERE (target_source, target_id) IN (SELECT own_source, own_id FROM fresh_flow)
    UNION DISTINCT
    -- What takes a hop before it back.
    SELECT fresh_hop.own_source, fresh_hop.own_id, reversal_source, reversal_id
    FROM fresh_hop
    INNER JOIN reversal
      ON fresh_hop.hop_source = reversal.target_source
        AND fresh_hop.hop_id = reversal.target_id
  ),

  -- 2. Sites and months of the records, and the operations of those sites.
  touched_record AS (
    SELECT
      toString(source) AS touched_source,
      flow_id AS touched_id,
      if(
        property != '',
        arrayPushFront(ancestors, property),
        arrayConcat(share_properties, arrayFlatten(share_ancestors))) AS sites,
      {{include expressions/month_start_of_day
        day: service_start
      }} AS first_month,
      toUInt32(
        (toYear(service_end) - toYear(service_start)) * 12
        + toMonth(service_end) - toMonth(service_start) + 1) AS month_count
    FROM flow_record
    WHERE (touched_source, touched_id) IN (SELECT touched_source, touched_id FROM touched_flow)
  ),
  flow_place AS (
    SELECT
      touched_source,
      touched_id,
      arrayJoin(sites) AS site,
      arrayJoin(arrayMap(
        n -> toYYYYMM(addMonths(first_month, n)),
        range(month_count))) AS month_number
    FROM touched_record
  ),
  place AS (
    SELECT DISTINCT
      'flow' AS kind,
      touched_flow.own_source AS source,
      touched_flow.own_id AS id,
      flow_place.site AS site,
      {{include expressions/month_text
        number: flow_place.month_number
      }} AS month
    FROM touched_flow
    INNER JOIN flow_place
      ON touched_flow.touched_source = flow_place.touched_source
        AND touched_flow.touched_id = flow_place.touched_id
    UNION ALL
    SELECT DISTINCT
      'panel',
      toString(source),
      record_id,
      arrayJoin(arrayPushFront(ancestors, property)),
      month
    FROM panel_record
    UNION ALL
    SELECT DISTINCT
      'site',
      toString(source),
      record_id,
      arrayJoin(arrayPushFront(ancestors, property)),
      ''
    FROM site_record
  ),
  belongs AS (
    SELECT DISTINCT property AS site, operation
    FROM site_record
    WHERE operation != ''
    UNION DISTINCT
    SELECT DISTINCT site, site
    FROM place
  ),

  -- 3. What each content changes about its record.
  content AS (
    SELECT
      'flow' AS kind,
      toString(source) AS source,
      flow_id AS id,
      revision,
      sha256 AS digest,
      known_at,
      multiIf(
        status = 'reversed', ' reversal',
        notEmpty(upstream), ' hop',
        '') AS addition
    FROM flow_record FINAL
    WHERE (source, id) IN (SELECT own_source, own_id FROM fresh_flow)
    UNION ALL
    SELECT 'panel', toString(source), record_id, revision, sha256, known_at, ''
    FROM panel_record FINAL
    UNION ALL
    SELECT 'site', toString(source), record_id, revision, sha256, known_at, ''
    FROM site_record FINAL
  ),
  judged AS (
    SELECT
      *,
      countIf(known_at <= {from_time:DateTime64(3)})
        OVER (PARTITION BY kind, source, id) AS known_before,
      maxIf(revision, known_at <= {from_time:DateTime64(3)})
        OVER (PARTITION BY kind, source, id) AS revision_before,
      countIf(known_at <= {to_time:DateTime64(3)})
        OVER (PARTITION BY kind, source, id, revision) AS contents
    FROM content
  ),
  fresh AS (
    SELECT
      *,
      concat(
        multiIf(
          known_before > 0 AND revision < revision_before, 'older',
          contents > 1, 'disputed',
          known_before = 0, 'new',
          'revised'),
        addition) AS change
    FROM judged
    WHERE known_at > {from_time:DateTime64(3)}
      AND known_at <= {to_time:DateTime64(3)}
  ),
  first_found AS (
    {{include expressions/first_coordinates}}
  )
SELECT DISTINCT
  belongs.operation AS operation,
  place.month AS month,
  fresh.kind AS kind,
  fresh.source AS source,
  fresh.id AS id,
  fresh.revision AS revision,
  lower(hex(fresh.digest)) AS sha256,
  fresh.known_at AS known_at,
  fresh.change AS change,
  first_found.topic AS topic,
  first_found.partition AS partition,
  toString(first_found.offset) AS offset
FROM fresh
INNER JOIN place
  ON fresh.kind = place.kind AND fresh.source = place.source AND fresh.id = place.id
INNER JOIN belongs ON place.site = belongs.site
LEFT ANY JOIN first_found ON fresh.digest = first_found.digest
WHERE {operation:String} = '' OR belongs.operation = {operation:String}
ORDER BY operation, month, known_at, kind, source, id, revision, sha256
SETTINGS join_use_nulls = 0
