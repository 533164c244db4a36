-- Purpose: the exchange rates behind the parts of one operation and month (YYYYMM as number): of
-- which day, from which table, of which period, and whether the flow counts at it. The tables are
-- in the order in which they are read (sql/rules/rate_on.sql): the fixed rate of the euro, the rate
-- of the day (at most 4 days back: LONGEST_GAP_DAYS in pipeline/reference/daily-rate.ts), the
-- average of the month. The scope is that of fill_flows.sql and fill_parts.sql.
-- Parameters: scope, operation, month.
-- Returns: one row for each flow and day, of flows that are not in EUR.
WITH
  {{include expressions/version_in_force
      name: 'fx'
    }} AS monthly_version,
  {{include expressions/version_in_force
      name: 'fx_daily'
    }} AS daily_version,
  {{include expressions/version_in_force
      name: 'euro_conversion'
    }} AS fixed_version
SELECT source, flow_id, currency, asked_day, toString(day) AS day, found.1 AS rate_table, found.2 AS period, toString(found.3) AS eur_per_unit,
  toUInt8(found.3 > 0 AND found.3 = toDecimal128(rate, 10) / 10000000000) AS holds
FROM (
  SELECT f.source AS source, f.flow_id AS flow_id, f.currency AS currency, f.rate AS rate, f.asked_day AS asked_day, f.day AS day,
    multiIf(
      e.fixed_rate > 0 AND f.day >= e.fixed_from, ('fixed', toString(e.fixed_from), e.fixed_rate),
      d.daily_rate > 0 AND toInt32(f.day) - toInt32(d.published) <= 4, ('daily', toString(d.published), d.daily_rate),
      m.monthly_rate > 0, ('monthly', m.month_name, m.monthly_rate),
      ('no_exchange_rate', '', toDecimal128(0, 10))) AS found
  FROM (
    SELECT DISTINCT source, flow_id, revision, sha256, toString(currency) AS currency, rate, asked.1 AS asked_day, assumeNotNull(asked.2) AS day, {{include expressions/month_of_time
        time: day
      }} AS month_of_day
    FROM explained_flow_of
    ARRAY JOIN [('value_date', value_date), ('statement_date', statement_date)] AS asked
    WHERE scope = {scope:String} AND currency != 'EUR' AND asked.2 IS NOT NULL
      AND (source, flow_id, revision, sha256) IN (
        SELECT source, flow_id, revision, sha256 FROM explained_part_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:UInt32})
  ) AS f
  LEFT ANY JOIN (
    SELECT toString(currency) AS fixed_currency, fixed_from, eur_per_unit AS fixed_rate FROM euro_conversion FINAL WHERE version = fixed_version
  ) AS e ON f.currency = e.fixed_currency
  LEFT ANY JOIN (
    SELECT toString(currency) AS monthly_currency, period AS month_name, eur_per_unit AS monthly_rate FROM fx_rate FINAL WHERE version = monthly_version AND length(period) = 7
  ) AS m ON f.currency = m.monthly_currency AND f.month_of_day = m.month_name
  ASOF LEFT JOIN (
    SELECT toString(currency) AS daily_currency, toDate32(period) AS published, eur_per_unit AS daily_rate FROM fx_rate FINAL WHERE version = daily_version AND length(period) = 10
  ) AS d ON f.currency = d.daily_currency AND f.day >= d.published
)
ORDER BY source, flow_id, asked_day DESC
SETTINGS join_use_nulls = 0
