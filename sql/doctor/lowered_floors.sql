-- Purpose: floors in force that are lower than they were in the run before, where a flow of the
-- operation and of these months got a new content in between that tells of less: a higher revision
-- with a lower amount, one that is no payment any more or never was (void), or a content that
-- contradicts another (dispute). A second export of a statement often does that by mistake.
-- Returns: floors, fallen_eur, examples (up to three, quoted); no row when there is no such floor.
WITH
  -- 1. New contents that tell of less than the one before.
  content AS (
    SELECT
      toString(source) AS source,
      flow_id,
      revision,
      if(status = 'paid' AND NOT is_void, amount, toDecimal128(0, 8)) AS paid,
      is_void,
      property,
      ancestors,
      publisher_account_key,
      payee_account_key,
      toYYYYMM(service_start) AS first_month,
      toYYYYMM(service_end) AS last_month,
      known_at AS came_at
    FROM flow_record FINAL
  ),
  content_and_before AS (
    SELECT
      *,
      row_number() OVER told AS place,
      lagInFrame(paid) OVER told AS paid_before,
      lagInFrame(revision) OVER told AS revision_before
    FROM content
    WINDOW told AS (
      PARTITION BY source, flow_id
      ORDER BY revision, came_at
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  ),
  lowered AS (
    SELECT
      *,
      multiIf(
        revision = revision_before, 'has two contents under one revision',
        is_void, 'is void',
        paid = 0, 'is no payment any more',
        concat('has ', toString(paid), ' instead of ', toString(paid_before))) AS change
    FROM content_and_before
    WHERE place > 1 AND (paid < paid_before OR revision = revision_before)
  ),

  -- 2. Their operations: by the last run, or, of flows that are gone, by site and account.
  site_span AS (
    {{include rules/property_span
      names: lowered
      claims: site_latest_at(as_of = {{include expressions/everything_known}})
    }}
  ),
  by_ruling AS (
    SELECT DISTINCT
      toString(source) AS ruled_source,
      flow_id AS ruled_flow_id,
      operation AS ruled_operation
    FROM flow_ruling_in_force
    WHERE (source, flow_id) IN (SELECT source, flow_id FROM lowered)
  ),
  by_account AS (
    SELECT account_key, groupUniqArray(operation) AS owners
    FROM account_record
    GROUP BY account_key
  ),
  lowered_of_operation AS (
    SELECT
      *,
      arrayJoin(arrayDistinct(arrayConcat(
        if(ruled_operation = '', [], [ruled_operation]),
        if(property = '', [], if(empty(span_operation), [property], span_operation)),
        if(property = '', payer.owners, []),
        if(property = '', payee.owners, [])))) AS concerned
    FROM lowered
    LEFT JOIN by_ruling ON source = ruled_source AND flow_id = ruled_flow_id
    LEFT ANY JOIN site_span ON property = span_property
    LEFT ANY JOIN by_account AS payer ON publisher_account_key = payer.account_key
    LEFT ANY JOIN by_account AS payee ON payee_account_key = payee.account_key
  ),

  -- 3. Floors that fell between two runs.
  revision_and_before AS (
    SELECT
      operation,
      month,
      known_at AS computed_at,
      if(present, ifNull(floor_eur, 0), 0) AS eur,
      lagInFrame(eur) OVER run_before AS eur_before,
      lagInFrame(known_at) OVER run_before AS computed_before,
      row_number() OVER newest AS age
    FROM floor_revision FINAL
    WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
    WINDOW
      run_before AS (
        PARTITION BY operation, month
        ORDER BY sequence
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
      newest AS (PARTITION BY operation, month ORDER BY sequence DESC)
  ),
  fallen AS (
    SELECT
      operation,
      month,
      eur,
      eur_before,
      min(concat(toJSONString(source), ' ', toJSONString(flow_id), ' ', change)) AS cause
    FROM revision_and_before
    INNER JOIN lowered_of_operation ON operation = concerned
    WHERE age = 1
      AND eur < eur_before
      AND came_at > computed_before
      AND came_at <= computed_at
      AND {{include expressions/month_number
        month: month
      }} BETWEEN first_month AND last_month
    GROUP BY operation, month, eur, eur_before
  )
SELECT
  count() AS floors,
  toString(sum(eur_before - eur)) AS fallen_eur,
  arrayStringConcat(
    arrayMap(
      one -> one.2,
      arraySlice(
        arraySort(groupArray((
          eur - eur_before,
          concat(
            toJSONString(operation), ' ', month, ' from ', toString(eur_before), ' to ',
            toString(eur), ' EUR, since ', cause)))),
        1, 3)),
    '; ') AS examples
FROM fallen
HAVING floors > 0
SETTINGS join_use_nulls = 0
