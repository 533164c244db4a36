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

-- Monthly rates as a constant table, which is much cheaper than a join: rates are whole numbers of 1e-10 EUR per unit, looked up by a number made of
-- the three letters and the month. The row of zeros is there because a table without rows would have no type. Only currencies that some flow is
-- in: the engine writes constants into the names of the columns that it plans with, and twenty thousand rates took a second of planning.
CREATE OR REPLACE VIEW rate_table AS
SELECT groupArray(rate_key) AS keys, groupArray(rate) AS rates
FROM (
  SELECT toUInt64(reinterpretAsUInt32(toString(currency))) * 1000000 + toUInt64(replaceAll(period, '-', '')) AS rate_key, toInt64(eur_per_unit * 10000000000) AS rate
  FROM fx_rate FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx') AND length(period) = 7
    AND currency IN (SELECT DISTINCT currency FROM flow_record)
  UNION ALL
  SELECT toUInt64(0), toInt64(0)
);

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

-- The rate card in force.
CREATE OR REPLACE VIEW rate_in_force AS
SELECT * FROM rate_card FINAL
WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'rate_card');
