-- Reference data in force, in the forms that the views over flows look things up in.

-- Days on which a country is on an official list, or on the analysts' list of offshore centres: the first span, and the others.
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

-- Exchange rates as constant tables, which are much cheaper than a join: rates are whole numbers of 1e-10 EUR per unit. Monthly ones (keys, rates) are looked
-- up by a number made of the three letters and the month; fixed ones (fixed_keys, fixed_from, fixed_rates) by the letters alone; those of a day by their
-- position in day_rates: first a block of zeros, then for each currency a block with every day from first_day to last_day, and day_offsets + day is the position.
-- A day without a rate has that of the last published day before, at most 4 days back (LONGEST_GAP_DAYS in pipeline/estimate/daily-rate.ts).
-- Rows of zeros are there because a table without rows would have no type. Only currencies that some flow is in: the engine writes constants into
-- the names of the columns that it plans with, and twenty thousand monthly rates took a second of planning.
CREATE OR REPLACE VIEW rate_table AS
WITH
  (SELECT groupUniqArray(toString(currency)) FROM (SELECT DISTINCT currency FROM flow_record)) AS used
SELECT keys, rates, has_fixed, fixed_keys, fixed_from, fixed_rates, has_daily, first_day, last_day, day_keys, day_offsets, day_rates
FROM (
  SELECT groupArray(rate_key) AS keys, groupArray(rate) AS rates
  FROM (
    SELECT toUInt64(reinterpretAsUInt32(toString(currency))) * 1000000 + toUInt64(replaceAll(period, '-', '')) AS rate_key, toInt64(eur_per_unit * 10000000000) AS rate
    FROM fx_rate FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx') AND length(period) = 7 AND has(used, toString(currency))
    UNION ALL
    SELECT toUInt64(0), toInt64(0)
  )
) AS m
CROSS JOIN (
  SELECT groupArray(rate_key) AS fixed_keys, groupArray(first_day) AS fixed_from, groupArray(rate) AS fixed_rates, toUInt8(count() > 1) AS has_fixed
  FROM (
    SELECT toUInt64(reinterpretAsUInt32(toString(currency))) * 1000000 AS rate_key, toInt32(e.fixed_from) AS first_day, toInt64(eur_per_unit * 10000000000) AS rate
    FROM euro_conversion AS e FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'euro_conversion') AND has(used, toString(currency))
    UNION ALL
    SELECT toUInt64(0), toInt32(200000), toInt64(0)
  )
) AS f
CROSS JOIN (
  SELECT groupArray(rate_key) AS day_keys, toUInt8(count() > 0) AS has_daily, max(own_first) AS first_day, max(own_last) AS last_day,
    arrayMap(n -> toInt32(toInt32(n) * (last_day - first_day + 1) + 1 - first_day), arrayEnumerate(day_keys)) AS day_offsets,
    arrayConcat(arrayWithConstant(if(has_daily, last_day - first_day + 1, 0), toInt64(0)), groupArrayArray(block)) AS day_rates
  FROM (
    SELECT rate_key, min(days[1]) OVER () AS own_first, max(days[-1] + 4) OVER () AS own_last,
      arrayMap((day, next) -> next - day, days, arrayPushBack(arrayPopFront(days), own_last + 1)) AS lengths,
      arrayConcat(
        arrayWithConstant(days[1] - own_first, toInt64(0)),
        arrayFlatten(arrayMap((rate, n) -> arrayConcat(arrayWithConstant(if(n < 5, n, 5), rate), arrayWithConstant(if(n < 5, 0, n - 5), toInt64(0))), own_rates, lengths))) AS block
    FROM (
      SELECT toUInt64(reinterpretAsUInt32(toString(currency))) * 1000000 AS rate_key,
        arraySort(groupArray((toInt32(toDate32(period)), toInt64(eur_per_unit * 10000000000)))) AS rows, rows.1 AS days, rows.2 AS own_rates
      FROM fx_rate FINAL
      WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx_daily') AND length(period) = 10 AND has(used, toString(currency))
      GROUP BY currency
    )
  )
) AS d;

-- Rows of the rate card in force that count: those that two different names approved.
CREATE OR REPLACE VIEW rate_in_force AS
SELECT * FROM rate_card FINAL
WHERE status = 'approved' AND version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'rate_card');

-- The source group that a source counts under: itself, or the first of the sources that an analyst declared disjoint; a declaration for one
-- network goes before one for all networks. As constant tables, because most warehouses have no declaration.
CREATE OR REPLACE VIEW source_group AS
SELECT
  groupArrayIf(concat(toString(length(own_network)), ' ', own_network, own_source), own_network != '') AS network_keys, groupArrayIf(own_group, own_network != '') AS network_groups,
  groupArrayIf(own_network, own_network != '') AS networks, groupArrayIf(own_source, own_network != '') AS network_sources,
  groupArrayIf(own_source, own_network = '') AS keys, groupArrayIf(own_group, own_network = '') AS groups
FROM (
  SELECT toString(network) AS own_network, toString(source) AS own_source, toString(source_group) AS own_group FROM disjoint_source FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source')
);
