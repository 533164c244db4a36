-- Purpose: the alerts on floors of the operations of an evaluation. FLOOR_CROSSED: the first of a
-- run of months whose floor reaches a threshold. FLOOR_CORRECTED: the last time that the floor of a
-- month was said and then said otherwise by more than a share of it and an amount. Parameters:
-- scope, thresholds (EUR), share_ppm, least_eur.
INSERT INTO alert_candidate (scope, alert_id, kind, level, severity, operation, key, month, network, publisher_account, payee, account, account_country, first_value_date, amount_eur,
  flow_count, silent_months, novelty, place, event_type, event_date, threshold_eur, previous_eur, flows, state_hash, material_hash)
WITH
  said AS (
    SELECT operation, month, sequence, present = 1 AND isNotNull(floor_eur) AS is_said, ifNull(floor_eur, toDecimal64(0, 4)) AS floor_value, ifNull(floor_headline_eur, toDecimal64(0, 4)) AS headline
    FROM floor_revision FINAL
    WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation') AND (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
  )
SELECT {scope:String}, lower(hex(substring(SHA256(toJSONString((kind, '1', operation, key, month))), 1, 16))), kind, 'floor', 'medium', operation, key, month, '', '', '', '', '',
  makeDate32(toInt32(substring(month, 1, 4)), toInt32(substring(month, 6, 2)), 1), floor_value, 0, 0, [], 0, '', toDate32(0), threshold, previous, [],
  lower(hex(SHA256(toJSONString((kind, operation, key, month, toString(floor_value), toString(previous)))))),
  lower(hex(SHA256(toJSONString((kind, operation, key, month, toString(headline), if(kind = 'FLOOR_CORRECTED', toString(previous), ''))))))
FROM (
  SELECT 'FLOOR_CROSSED' AS kind, operation, month, toString(threshold_value) AS key, floor_value, headline, toNullable(threshold_value) AS threshold, CAST(NULL, 'Nullable(Decimal(18, 4))') AS previous
  FROM (
    SELECT operation, month, floor_value, headline, threshold_value, month_number,
      lagInFrame(month_number) OVER (PARTITION BY operation, threshold_value ORDER BY month_number ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS month_before
    FROM (
      SELECT operation, month, floor_value, headline, toInt32(substring(month, 1, 4)) * 12 + toInt32(substring(month, 6, 2)) AS month_number, threshold_value
      FROM (SELECT * FROM said ORDER BY sequence DESC LIMIT 1 BY operation, month)
      ARRAY JOIN arrayMap(t -> toDecimal64(t, 4), {thresholds:Array(String)}) AS threshold_value
      WHERE is_said AND floor_value >= threshold_value
    )
  )
  WHERE month_before != month_number - 1
  UNION ALL
  SELECT 'FLOOR_CORRECTED', operation, month, 'correction', floor_value, headline, NULL, toNullable(floor_before)
  FROM (
    SELECT *, lagInFrame(floor_value) OVER before_it AS floor_before, lagInFrame(is_said) OVER before_it AS was_said
    FROM said
    WINDOW before_it AS (PARTITION BY operation, month ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  )
  WHERE is_said AND was_said AND abs(floor_value - floor_before) >= toDecimal64({least_eur:String}, 4)
    AND toFloat64(abs(floor_value - floor_before)) * 1000000 >= toFloat64(floor_before) * {share_ppm:UInt32}
  ORDER BY sequence DESC LIMIT 1 BY operation, month
)
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
