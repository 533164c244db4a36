-- Purpose: finds the alerts on floors of the operations of an evaluation. FLOOR_CROSSED: the first
-- of a run of months whose floor reaches a threshold. FLOOR_CORRECTED: the last time that a run of
-- the estimate changed the floor of a month by more than a share of it and an amount.
-- Parameters: scope, thresholds, share_ppm, least_eur. `thresholds` are amounts in EUR.
INSERT INTO alert_candidate (
  scope,
  alert_id,
  operation,
  {{include alert/find/part/alert_columns}},
  state_hash,
  material_hash
)
WITH
  -- 1. What each run said of the floors of the operations.
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  ),
  noted_run AS (
    SELECT
      sequence,
      run_id
    FROM estimate_run
  ),
  said AS (
    SELECT
      operation,
      month,
      {{include expressions/month_start
        month: month
      }} AS first_day,
      sequence,
      present = 1 AND floor_eur IS NOT NULL AS is_said,
      ifNull(floor_eur, toDecimal64(0, 4)) AS said_eur,
      ifNull(floor_headline_eur, toDecimal64(0, 4)) AS headline_eur
    FROM floor_revision FINAL
    WHERE operation IN touched_operation AND (sequence, run_id) IN noted_run
  ),

  -- 2. FLOOR_CROSSED, from the floors in force. `month_before` is the last month before it that
  -- reaches the same threshold.
  said_last AS (
    SELECT *
    FROM said
    ORDER BY sequence DESC
    LIMIT 1 BY operation, month
  ),
  reached AS (
    SELECT
      operation,
      month,
      first_day,
      said_eur,
      headline_eur,
      threshold,
      {{include alert/find/part/month
        day: first_day
      }} AS month_number
    FROM said_last
    ARRAY JOIN arrayMap(eur -> toDecimal64(eur, 4), {thresholds:Array(String)}) AS threshold
    WHERE is_said AND said_eur >= threshold
  ),
  reached_and_before AS (
    SELECT
      *,
      lagInFrame(month_number) OVER (
        PARTITION BY operation, threshold
        ORDER BY month_number
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS month_before
    FROM reached
  ),
  crossed AS (
    SELECT *
    FROM reached_and_before
    WHERE month_before != month_number - 1
  ),

  -- 3. FLOOR_CORRECTED, from all that runs said.
  said_and_before AS (
    SELECT
      *,
      lagInFrame(said_eur) OVER run_before AS before_eur,
      lagInFrame(is_said) OVER run_before AS was_said
    FROM said
    WINDOW run_before AS (
      PARTITION BY operation, month
      ORDER BY sequence
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  ),
  corrected AS (
    SELECT *
    FROM said_and_before
    WHERE is_said
      AND was_said
      AND abs(said_eur - before_eur) >= toDecimal64({least_eur:String}, 4)
      AND toFloat64(abs(said_eur - before_eur)) * 1000000
        >= toFloat64(before_eur) * {share_ppm:UInt32}
    ORDER BY sequence DESC
    LIMIT 1 BY operation, month
  ),

  -- 4. Both in the columns of an alert; no payment belongs to them.
  found AS (
    SELECT
      operation,
      month,
      first_day,
      said_eur,
      headline_eur,
      'FLOOR_CROSSED' AS kind,
      toString(threshold) AS key,
      toNullable(threshold) AS threshold_eur,
      CAST(NULL, 'Nullable(Decimal(18, 4))') AS previous_eur
    FROM crossed
    UNION ALL
    SELECT
      operation,
      month,
      first_day,
      said_eur,
      headline_eur,
      'FLOOR_CORRECTED',
      'correction',
      NULL,
      toNullable(before_eur)
    FROM corrected
  ),
  described AS (
    SELECT
      *,
      {{include alert/find/part/identity
        rule: kind
      }} AS alert_id,
      'floor' AS level,
      'medium' AS severity,
      '' AS network,
      '' AS publisher_account,
      '' AS payee,
      '' AS account,
      '' AS account_country,
      first_day AS first_value_date,
      said_eur AS amount_eur,
      0 AS flow_count,
      0 AS silent_months,
      [] AS novelty,
      [] AS returned,
      0 AS place,
      '' AS event_type,
      toDate32(0) AS event_date,
      [] AS flows,
      1 AS counts,
      [] AS counting
    FROM found
  )
SELECT
  {scope:String},
  alert_id,
  operation,
  {{include alert/find/part/alert_columns}},
  -- All that the alert says.
  lower(hex(SHA256(toJSONString((
    kind,
    operation,
    key,
    month,
    toString(amount_eur),
    toString(previous_eur)))))),
  -- What an investigator would act on.
  lower(hex(SHA256(toJSONString((
    kind,
    operation,
    key,
    month,
    toString(headline_eur),
    if(kind = 'FLOOR_CORRECTED', toString(previous_eur), ''))))))
FROM described
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
