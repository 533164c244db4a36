-- Purpose: reference data in force, in the forms in which the views over flows look it up.

-- Days on which a country is on an official list, or on the analysts' list of offshore centres: the
-- first span, and the others.
CREATE OR REPLACE VIEW offshore_span AS
WITH
  listed AS (
    SELECT
      country AS place,
      listed_from AS first_day,
      listed_to AS day_after
    FROM jurisdiction FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'jurisdiction'
      }}
    UNION ALL
    SELECT
      country,
      centre_from,
      centre_to
    FROM offshore_centre FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'offshore_centre'
      }}
  ),
  listed_place AS (
    SELECT
      place,
      CAST(
        groupArray((
          toInt32(first_day),
          ifNull(toInt32(day_after), {{include expressions/day_after_last}}))),
        'Array(Tuple(first_day Int32, day_after Int32))') AS found_spans
    FROM listed
    GROUP BY place
  ),
  -- Of two spans that begin on the same day the longer one is first.
  sorted_place AS (
    SELECT
      place,
      arraySort(span -> (span.first_day, -span.day_after), found_spans) AS spans
    FROM listed_place
  )
SELECT
  place,
  spans[1].first_day AS first_from,
  spans[1].day_after AS first_to,
  arrayMap(
    span -> (span.first_day, span.day_after),
    arrayFilter(span -> span.day_after > first_to, arrayPopFront(spans))) AS later_spans
FROM sorted_place;

-- The same as a constant table. `has_later` says that a place has more spans than its first.
CREATE OR REPLACE VIEW offshore_table AS
SELECT
  groupArray(place) AS offshore_places,
  groupArray(first_from) AS offshore_from,
  groupArray(first_to) AS offshore_to,
  groupArray(notEmpty(later_spans)) AS has_later,
  groupArray(later_spans) AS later_offshore
FROM offshore_span;

-- Exchange rates as constant tables, which are much cheaper than a join. A rate is a whole number
-- of 1e-10 EUR per unit. The euro is in none of them.
--   Monthly rates are found by their position in month_rates: first a block of zeros, then for each
--   of month_currencies a block with every month from first_month to last_month (counted as
--   toRelativeMonthNum does). The position is the currency's month_offset + month.
--   Daily rates are in day_rates in the same way. A day without a rate has that of the last
--   published day before, at most 4 days back (LONGEST_GAP_DAYS in
--   pipeline/reference/daily-rate.ts). Of several tables and pegs the lowest rate of a day counts.
--   Fixed rates (fixed_from, fixed_rates) are found by their currency alone.
-- Only currencies that some flow is in: the engine writes constants into the names of the columns
-- that it plans with, and twenty thousand monthly rates took a second of planning. A currency
-- without a name is there because a table without rows would have no type.
CREATE OR REPLACE VIEW rate_table AS
WITH
  (
    SELECT groupUniqArray(toString(currency))
    FROM (SELECT DISTINCT currency FROM flow_record WHERE currency != 'EUR')
  ) AS used,
  {{include rules/pegs_in_force
    condition: has(used, code)
  }} AS pegs,
  -- What rates of the used ones are read of: the dollar, which tables may be quoted in, and the
  -- currencies of pegs.
  arrayConcat(used, ['USD'], pegs.base) AS needed,

  -- 1. Monthly rates: a block for each currency, all of the same months.
  average AS (
    SELECT
      toString(currency) AS code,
      toInt32(toRelativeMonthNum({{include expressions/month_start
        month: toString(period)
      }})) AS month,
      toInt64(eur_per_unit * 10000000000) AS rate
    FROM fx_rate FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'fx'
      }}
      AND has(needed, toString(currency))
  ),
  currency_months AS (
    SELECT
      code,
      groupArray(month) AS found_months,
      arraySort(found_months) AS months,
      arraySort((rate, month) -> month, groupArray(rate), found_months) AS rates
    FROM average
    GROUP BY code
  ),
  average_block AS (
    SELECT
      code,
      min(months[1]) OVER () AS first_of_all,
      max(months[-1]) OVER () AS last_of_all,
      arrayMap(
        month -> rates[indexOf(months, month)],
        range(first_of_all, last_of_all + 1)) AS block
    FROM currency_months
  ),
  -- A peg gives a rate in the months that it covers whole.
  every_month_block AS (
    SELECT
      first_of_all,
      last_of_all,
      arrayJoin({{include rules/pegged_block
        code: code
        block: block
        pegs: pegs
        covers: first_of_all + toInt32(place) - 1 BETWEEN peg.first_month AND peg.last_month
      }}) AS own
    FROM average_block
  ),
  month_block AS (
    SELECT
      own.1 AS code,
      any(first_of_all) AS first_of_all,
      any(last_of_all) AS last_of_all,
      {{include rules/lowest_block
        block: own.2
      }} AS block
    FROM every_month_block
    WHERE has(used, own.1)
    GROUP BY own.1
  ),
  monthly AS (
    SELECT
      arrayConcat([''], groupArray(code)) AS month_currencies,
      max(first_of_all) AS first_month,
      max(last_of_all) AS last_month,
      last_month - first_month + 1 AS block_length,
      arrayMap(
        n -> toInt32(toInt32(n - 1) * block_length + 1 - first_month),
        arrayEnumerate(month_currencies)) AS month_offsets,
      arrayConcat(
        arrayWithConstant(block_length, toInt64(0)),
        groupArrayArray(block)) AS month_rates
    FROM month_block
  ),

  -- 2. Fixed rates of currencies that the euro replaced.
  fixed_rate AS (
    SELECT
      toString(currency) AS code,
      toInt32(euro_conversion.fixed_from) AS first_day,
      toInt64(eur_per_unit * 10000000000) AS rate
    FROM euro_conversion FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'euro_conversion'
      }}
      AND has(used, toString(currency))
    UNION ALL
    SELECT
      '',
      {{include expressions/day_after_last}},
      toInt64(0)
  ),
  fixed AS (
    SELECT
      groupArray(code) AS fixed_currencies,
      groupArray(first_day) AS fixed_from,
      groupArray(rate) AS fixed_rates,
      toUInt8(count() > 1) AS has_fixed
    FROM fixed_rate
  ),

  -- 3. Daily rates: a block for each currency, all of the same days. Tables in EUR and tables in
  -- USD have blocks of their own first.
  quote AS (
    SELECT
      code,
      base,
      day,
      min(rate) AS rate
    FROM ({{include rules/daily_quote
      codes: needed
    }})
    GROUP BY code, base, day
  ),
  quoted_days AS (
    SELECT
      code,
      base,
      groupArray(day) AS found_days,
      arraySort(found_days) AS days,
      arraySort((rate, day) -> day, groupArray(rate), found_days) AS rates
    FROM quote
    GROUP BY code, base
  ),
  quoted_block AS (
    SELECT
      code,
      base,
      min(days[1]) OVER () AS first_of_all,
      max(days[-1] + 4) OVER () AS last_of_all,
      -- Days until the next published one.
      arrayMap(
        (day, next) -> next - day,
        days, arrayPushBack(arrayPopFront(days), last_of_all + 1)) AS lengths,
      arrayConcat(
        arrayWithConstant(days[1] - first_of_all, toInt64(0)),
        arrayFlatten(arrayMap(
          (rate, n) -> arrayConcat(
            arrayWithConstant(if(n < 5, n, 5), rate),
            arrayWithConstant(if(n < 5, 0, n - 5), toInt64(0))),
          rates, lengths))) AS block
    FROM quoted_days
  ),
  euro_block AS (
    SELECT
      code,
      first_of_all,
      last_of_all,
      anyIf(block, code = 'USD' AND base = 'EUR') OVER () AS dollars,
      if(base = 'EUR', block, arrayMap(
        (rate, dollar) -> {{include rules/bounded_rate
          rate: intDiv(toInt128(rate) * dollar, 10000000000)
        }}, block, dollars)) AS euros
    FROM quoted_block
  ),
  every_day_block AS (
    SELECT
      first_of_all,
      last_of_all,
      arrayJoin({{include rules/pegged_block
        code: code
        block: euros
        pegs: pegs
        covers: first_of_all + toInt32(place) - 1 BETWEEN peg.first_day AND peg.last_day
      }}) AS own
    FROM euro_block
  ),
  day_block AS (
    SELECT
      own.1 AS code,
      any(first_of_all) AS first_of_all,
      any(last_of_all) AS last_of_all,
      {{include rules/lowest_block
        block: own.2
      }} AS block
    FROM every_day_block
    WHERE has(used, own.1)
    GROUP BY own.1
  ),
  daily AS (
    SELECT
      groupArray(code) AS day_currencies,
      toUInt8(count() > 0) AS has_daily,
      max(first_of_all) AS first_day,
      max(last_of_all) AS last_day,
      last_day - first_day + 1 AS block_length,
      arrayMap(
        n -> toInt32(toInt32(n) * block_length + 1 - first_day),
        arrayEnumerate(day_currencies)) AS day_offsets,
      arrayConcat(
        arrayWithConstant(if(has_daily, block_length, 0), toInt64(0)),
        groupArrayArray(block)) AS day_rates
    FROM day_block
  )
SELECT
  month_currencies,
  month_offsets,
  first_month,
  last_month,
  month_rates,
  has_fixed,
  fixed_currencies,
  fixed_from,
  fixed_rates,
  has_daily,
  daily.first_day AS first_day,
  daily.last_day AS last_day,
  day_currencies,
  day_offsets,
  day_rates
FROM monthly
CROSS JOIN fixed
CROSS JOIN daily;

-- Rows of the rate card in force that count: those that two different names approved.
CREATE OR REPLACE VIEW rate_in_force AS
SELECT *
FROM rate_card FINAL
WHERE status = 'approved'
  AND version = {{include expressions/version_in_force
      name: 'rate_card'
    }};

-- The source group that a source counts under: itself, or the first of the sources that an analyst
-- declared disjoint. A declaration for one network goes before one for all networks. As constant
-- tables, because most warehouses have no declaration.
CREATE OR REPLACE VIEW source_group AS
WITH declared AS (
  SELECT
    toString(network) AS own_network,
    toString(source) AS own_source,
    toString(source_group) AS own_group,
    concat(toString(length(own_network)), ' ', own_network, own_source) AS own_key
  FROM disjoint_source FINAL
  WHERE version = {{include expressions/version_in_force
      name: 'disjoint_source'
    }}
    AND declaration = 0
)
SELECT
  groupArrayIf(own_key, own_network != '') AS network_keys,
  groupArrayIf(own_group, own_network != '') AS network_groups,
  groupArrayIf(own_network, own_network != '') AS networks,
  groupArrayIf(own_source, own_network != '') AS network_sources,
  groupArrayIf(own_source, own_network = '') AS keys,
  groupArrayIf(own_group, own_network = '') AS groups
FROM declared;
