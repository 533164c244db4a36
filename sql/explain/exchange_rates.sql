-- Purpose: the exchange rates behind the parts of one operation and month (YYYYMM as number): of
-- which day, from which table, of which period, and whether the flow counts at it. The tables are
-- in the order in which they are read (sql/rules/rate_on.sql): the fixed rate of the euro; the
-- lowest for the day that tables (at most 4 days back: LONGEST_GAP_DAYS in
-- pipeline/reference/daily-rate.ts) and pegs give; the lowest for its month. Not read from
-- rate_table, so that a fault there shows as a rate that does not hold. The scope is that of
-- fill_flows.sql and fill_parts.sql.
-- Parameters: scope, operation, month.
-- Returns: one row for each flow and day, of flows that are not in EUR: source, flow_id, currency,
-- asked_day, day, rate_table, rate_source, period, eur_per_unit, holds.
WITH
  {{include rules/pegs_in_force
    condition: code != ''
  }} AS pegs,
  (
    SELECT groupArray(CAST(
      (
        toString(currency),
        toInt32(euro_conversion.fixed_from),
        toInt64(eur_per_unit * 10000000000)),
      'Tuple(code String, fixed_from Int32, rate Int64)'))
    FROM euro_conversion FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'euro_conversion'
      }}
  ) AS fixed,
  -- EUR in 1e-10 for so many units of what has this rate, as a choice beside others.
  (units, base_rate, name, source, period) -> CAST(
    (intDiv(toInt128(units) * base_rate, toInt128(10000000000)), name, source, period),
    'Tuple(rate Int128, name String, source String, period String)') AS choice,
  -- The lowest of some choices; 0 where there is none.
  choices -> arraySort(
    one -> one.rate,
    arrayFilter(one -> one.rate BETWEEN 1 AND toInt128('10000000000000000'), choices))[1] AS lowest,
  (code, quotes, dollar) -> arrayMap(
    quote -> choice(
      if(quote.base = 'EUR', toInt64(10000000000), dollar),
      quote.rate, 'daily', quote.source, quote.period),
    arrayFilter(quote -> quote.code = code, quotes)) AS quoted_choices,
  peg -> concat(
    '1 ', peg.code, ' = ', toString(toDecimal128(peg.units, 10) / 10000000000), ' ', peg.base
  ) AS peg_text,

  asked AS (
    SELECT DISTINCT
      source,
      flow_id,
      toString(currency) AS code,
      rate,
      own_date.1 AS asked_day,
      assumeNotNull(own_date.2) AS date,
      toInt32(date) AS day,
      {{include expressions/month_of_time
        time: date
      }} AS month
    FROM explained_flow_of
    ARRAY JOIN [('value_date', value_date), ('statement_date', statement_date)] AS own_date
    WHERE scope = {scope:String}
      AND currency != 'EUR'
      AND own_date.2 IS NOT NULL
      AND (source, flow_id, revision, sha256) IN (
        SELECT
          source,
          flow_id,
          revision,
          sha256
        FROM explained_part_of
        WHERE scope = {scope:String}
          AND operation = {operation:String}
          AND month = {month:UInt32})
  ),

  -- What tables have for each of these days: published then, or at most 4 days before.
  published AS (
    SELECT
      code,
      base,
      day AS published_on,
      min((rate, source)) AS least
    FROM ({{include rules/daily_quote
      codes: arrayConcat((SELECT groupUniqArray(code) FROM asked), ['USD'], pegs.base)
    }})
    GROUP BY code, base, day
  ),
  quoted AS (
    SELECT
      code,
      base,
      wanted.day AS day,
      max(published_on) AS last_published,
      argMax(least, published_on) AS last_least
    FROM published
    CROSS JOIN (SELECT DISTINCT day FROM asked) AS wanted
    WHERE published_on BETWEEN wanted.day - 4 AND wanted.day
    GROUP BY code, base, day
  ),
  quoted_day AS (
    SELECT
      day AS quoted_on,
      anyIf(last_least.1, code = 'USD' AND base = 'EUR') AS dollar,
      groupArray(CAST(
        (code, base, last_least.1, last_least.2, toString(toDate32(last_published))),
        'Tuple(code String, base String, rate Int64, source String, period String)')) AS quotes
    FROM quoted
    GROUP BY day
  ),
  averaged_month AS (
    SELECT
      toString(period) AS averaged_on,
      CAST(
        (groupArray(toString(currency)), groupArray(toInt64(eur_per_unit * 10000000000))),
        'Map(String, Int64)') AS averages
    FROM fx_rate FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'fx'
      }}
      AND period IN (SELECT month FROM asked)
    GROUP BY period
  ),

  -- The euro has a rate where the dollar has one.
  chosen AS (
    SELECT
      *,
      arrayFilter(
        one -> one.code = asked.code AND one.fixed_from <= asked.day,
        fixed)[1] AS fixed_one,
      lowest(arrayConcat(
        quoted_choices(asked.code, quotes, dollar),
        arrayMap(
          peg -> choice(
            peg.units,
            if(peg.base = 'EUR',
              if(dollar > 0, 10000000000, 0),
              lowest(quoted_choices(peg.base, quotes, dollar)).rate),
            'peg', peg_text(peg), toString(date)),
          arrayFilter(
            peg -> peg.code = asked.code AND day BETWEEN peg.first_day AND peg.last_day,
            pegs)))) AS of_day,
      lowest(arrayConcat(
        [choice(toInt64(10000000000), averages[asked.code], 'monthly', '', month)],
        arrayMap(
          peg -> choice(
            peg.units,
            if(peg.base = 'EUR', if(averages['USD'] > 0, 10000000000, 0), averages[peg.base]),
            'peg', peg_text(peg), month),
          arrayFilter(
            peg -> peg.code = asked.code
              AND toRelativeMonthNum(date) BETWEEN peg.first_month AND peg.last_month,
            pegs)))) AS of_month
    FROM asked
    LEFT ANY JOIN quoted_day ON asked.day = quoted_day.quoted_on
    LEFT ANY JOIN averaged_month ON asked.month = averaged_month.averaged_on
  ),
  found AS (
    SELECT
      *,
      multiIf(
        fixed_one.rate > 0, choice(
          fixed_one.rate, 10000000000, 'fixed', '', toString(toDate32(fixed_one.fixed_from))),
        of_day.rate > 0, of_day,
        of_month.rate > 0, of_month,
        choice(0, 0, 'no_exchange_rate', '', '')) AS one
    FROM chosen
  )
SELECT
  source,
  flow_id,
  code AS currency,
  asked_day,
  toString(date) AS day,
  one.name AS rate_table,
  one.source AS rate_source,
  one.period AS period,
  toString(toDecimal128(one.rate, 10) / 10000000000) AS eur_per_unit,
  toUInt8(one.rate > 0 AND one.rate = rate) AS holds
FROM found
ORDER BY
  source,
  flow_id,
  asked_day DESC
SETTINGS join_use_nulls = 0
