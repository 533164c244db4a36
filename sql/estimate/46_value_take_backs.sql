-- Purpose: M-REVERSAL, M-UNPLACED. What of each reversal concerns which operation, valued at the
-- highest of its rates and cut up. Irregular operations are left to the plain form.
-- Parameters: scope.
INSERT INTO take_back_of (
  scope, operation, flow_hash, source, flow_id, source_group, acts, key, target_group, amount,
  currency, eur, has_rate, is_above, is_money, day, money_day, target_value_day, month, window_first, window_last,
  first_window_month, last_window_month)
WITH
  reversal AS (
    SELECT *
    FROM reversal_of
    WHERE scope = {scope:String}
  ),
  -- The parts of the targets, or of the reversals themselves where they name none.
  held AS (
    SELECT
      flow_hash AS held_hash,
      operation,
      any(key) AS target_key,
      any(group_hash) AS target_group,
      any(value_day) AS target_value_day,
      any(statement_day) AS target_statement_day,
      any(last_day) AS target_last_day,
      any(amount) AS target_amount,
      max(why = '') AS is_money,
      any(window_first) AS window_first,
      any(window_last) AS window_last,
      any(first_window_month) AS first_window_month,
      any(last_window_month) AS last_window_month,
      any(period_days) AS period_days,
      sum(toInt128(days) * property_share) AS held_days
    FROM part_of
    WHERE scope = {scope:String}
      AND flow_hash IN (
        SELECT if(target_hash = 0, flow_hash, target_hash)
        FROM reversal)
      AND {{include estimate/part/is_regular}}
    GROUP BY flow_hash, operation
  ),
  rate AS (
    SELECT
      currency AS rate_currency,
      day AS rate_day,
      high
    FROM rate_of
    WHERE scope = {scope:String}
  ),
  valued AS (
    SELECT
      r.*,
      h.operation AS operation,
      h.target_key AS target_key,
      h.target_group AS target_group,
      h.target_value_day AS target_value_day,
      h.target_last_day AS target_last_day,
      h.target_amount AS target_amount,
      h.is_money AS is_money,
      h.window_first AS window_first,
      h.window_last AS window_last,
      h.first_window_month AS first_window_month,
      h.last_window_month AS last_window_month,
      toInt256(reinterpretAsInt128(r.amount))
        * if(r.currency = 'EUR', toInt64(10000000000), greatest(v.high, s.high)) AS valued_amount,
      valued_amount * h.held_days AS value,
      toInt256('100000000000000') * h.period_days AS by
    FROM reversal AS r
    INNER JOIN held AS h ON if(r.target_hash = 0, r.flow_hash, r.target_hash) = h.held_hash
    LEFT ANY JOIN rate AS v ON r.currency = v.rate_currency AND h.target_value_day = v.rate_day
    LEFT ANY JOIN rate AS s ON r.currency = s.rate_currency AND h.target_statement_day = s.rate_day
  )
SELECT
  {scope:String},
  operation,
  flow_hash,
  source,
  flow_id,
  source_group,
  if(target_hash = 0, 'unplaced', 'on_target'),
  target_key,
  target_group,
  amount,
  currency,
  toInt128(intDiv(value + by - 1, by)),
  valued_amount > 0 OR amount = 0,
  target_hash != 0 AND amount > target_amount,
  is_money,
  ifNull(value_day, ifNull(statement_day, if(is_dated, last_day, target_last_day))),
  ifNull(value_day, statement_day),
  target_value_day,
  {{include estimate/part/month_of_day
    day: target_last_day
  }},
  window_first,
  window_last,
  first_window_month,
  last_window_month
FROM valued
SETTINGS join_use_nulls = 0
