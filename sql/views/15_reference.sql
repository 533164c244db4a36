-- Reference data in force, in the forms that the views over flows look things up in.

-- Days on which a country is on an official list, or on the analysts' list of offshore centres: the
-- first span, and the others.
CREATE OR REPLACE VIEW offshore_span AS
SELECT place, spans[1].1 AS first_from, spans[1].2 AS first_to, arrayFilter(x -> x.2 > first_to, arrayPopFront(spans)) AS later_spans
FROM (
  SELECT place, arraySort(x -> (x.1, -x.2), groupArray((toInt32(first_day), ifNull(toInt32(day_after), toInt32(120530))))) AS spans
  FROM (
    SELECT country AS place, listed_from AS first_day, listed_to AS day_after FROM jurisdiction FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'jurisdiction')
    UNION ALL
    SELECT country, centre_from, centre_to FROM offshore_centre FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'offshore_centre')
  )
  GROUP BY place
);

-- The same as a constant table: has_later says that a place has more spans than its first.
CREATE OR REPLACE VIEW offshore_table AS
SELECT groupArray(place) AS offshore_places, groupArray(first_from) AS offshore_from, groupArray(first_to) AS offshore_to,
  groupArray(notEmpty(later_spans)) AS has_later, groupArray(later_spans) AS later_offshore
FROM offshore_span;

-- Exchange rates as constant tables, which are much cheaper than a join: rates are whole numbers of
-- 1e-10 EUR per unit. Those of a month are found by their position in month_rates: first a block of
-- zeros, then for each of month_currencies a block with every month from first_month to last_month
-- (counted as toRelativeMonthNum does), and month_offsets + month is the position. Those of a day
-- likewise in day_rates. Fixed ones (fixed_from, fixed_rates) are found by their currency alone. A
-- day without a rate has that of the last published day before, at most 4 days back
-- (LONGEST_GAP_DAYS in pipeline/reference/daily-rate.ts). The euro is in none of them. Only
-- currencies that some flow is in: the engine writes constants into the names of the columns that
-- it plans with, and twenty thousand monthly rates took a second of planning. A currency without a
-- name is there because a table without rows would have no type.
CREATE OR REPLACE VIEW rate_table AS
WITH
  (SELECT groupUniqArray(toString(currency)) FROM (SELECT DISTINCT currency FROM flow_record WHERE currency != 'EUR')) AS used
SELECT month_currencies, month_offsets, first_month, last_month, month_rates, has_fixed, fixed_currencies, fixed_from, fixed_rates,
  has_daily, first_day, last_day, day_currencies, day_offsets, day_rates
FROM (
  SELECT arrayConcat([''], groupArray(code)) AS month_currencies, max(own_first) AS first_month, max(own_last) AS last_month,
    arrayMap(n -> toInt32(toInt32(n - 1) * (last_month - first_month + 1) + 1 - first_month), arrayEnumerate(month_currencies)) AS month_offsets,
    arrayConcat(arrayWithConstant(last_month - first_month + 1, toInt64(0)), groupArrayArray(block)) AS month_rates
  FROM (
    SELECT code, min(months[1]) OVER () AS own_first, max(months[-1]) OVER () AS own_last,
      arrayMap(month -> own_rates[indexOf(months, month)], range(own_first, own_last + 1)) AS block
    FROM (
      SELECT toString(currency) AS code,
        arraySort(groupArray((toInt32(toRelativeMonthNum(toDate32(concat(toString(period), '-01')))), toInt64(eur_per_unit * 10000000000)))) AS rows, rows.1 AS months, rows.2 AS own_rates
      FROM fx_rate FINAL
      WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx') AND length(period) = 7 AND has(used, toString(currency))
      GROUP BY code
    )
  )
) AS m
CROSS JOIN (
  SELECT groupArray(code) AS fixed_currencies, groupArray(first_day) AS fixed_from, groupArray(rate) AS fixed_rates, toUInt8(count() > 1) AS has_fixed
  FROM (
    SELECT toString(currency) AS code, toInt32(e.fixed_from) AS first_day, toInt64(eur_per_unit * 10000000000) AS rate
    FROM euro_conversion AS e FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'euro_conversion') AND has(used, toString(currency))
    UNION ALL
    SELECT '', toInt32(200000), toInt64(0)
  )
) AS f
CROSS JOIN (
  SELECT groupArray(code) AS day_currencies, toUInt8(count() > 0) AS has_daily, max(own_first) AS first_day, max(own_last) AS last_day,
    arrayMap(n -> toInt32(toInt32(n) * (last_day - first_day + 1) + 1 - first_day), arrayEnumerate(day_currencies)) AS day_offsets,
    arrayConcat(arrayWithConstant(if(has_daily, last_day - first_day + 1, 0), toInt64(0)), groupArrayArray(block)) AS day_rates
  FROM (
    SELECT code, min(days[1]) OVER () AS own_first, max(days[-1] + 4) OVER () AS own_last,
      arrayMap((day, next) -> next - day, days, arrayPushBack(arrayPopFront(days), own_last + 1)) AS lengths,
      arrayConcat(
        arrayWithConstant(days[1] - own_first, toInt64(0)),
        arrayFlatten(arrayMap((rate, n) -> arrayConcat(arrayWithConstant(if(n < 5, n, 5), rate), arrayWithConstant(if(n < 5, 0, n - 5), toInt64(0))), own_rates, lengths))) AS block
    FROM (
      SELECT toString(currency) AS code,
        arraySort(groupArray((toInt32(toDate32(period)), toInt64(eur_per_unit * 10000000000)))) AS rows, rows.1 AS days, rows.2 AS own_rates
      FROM fx_rate FINAL
      WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx_daily') AND length(period) = 10 AND has(used, toString(currency))
      GROUP BY code
    )
  )
) AS d;

-- Rows of the rate card in force that count: those that two different names approved.
CREATE OR REPLACE VIEW rate_in_force AS
SELECT * FROM rate_card FINAL
WHERE status = 'approved' AND version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'rate_card');

-- The source group that a source counts under: itself, or the first of the sources that an analyst
-- declared disjoint; a declaration for one network goes before one for all networks. As constant
-- tables, because most warehouses have no declaration.
CREATE OR REPLACE VIEW source_group AS
SELECT
  groupArrayIf(concat(toString(length(own_network)), ' ', own_network, own_source), own_network != '') AS network_keys, groupArrayIf(own_group, own_network != '') AS network_groups,
  groupArrayIf(own_network, own_network != '') AS networks, groupArrayIf(own_source, own_network != '') AS network_sources,
  groupArrayIf(own_source, own_network = '') AS keys, groupArrayIf(own_group, own_network = '') AS groups
FROM (
  SELECT toString(network) AS own_network, toString(source) AS own_source, toString(source_group) AS own_group FROM disjoint_source FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source')
);
