-- From parts to documented money (METHOD 3): one source for each operation, month and network counts. Parameters: as_of, scope.
-- Sums are in 1e-10 EUR.

-- Sums of each source, or of each group of sources that were declared disjoint, by line.
--   lines: (line, sum, of it apportioned, of it apportioned and not taken back, of it to offshore places)
CREATE OR REPLACE VIEW source_sum_at AS
SELECT
  operation, month, network, source_group,
  groupArrayIf((line, paid, apportioned, apportioned_in, offshore), has_paid > 0) AS lines,
  sum(paid) AS total, sum(has_paid) > 0 AS is_candidate, sum(accrued) AS accrued_sum, sum(accrued_plain) AS accrued_plain_sum, max(newest) AS newest_at
FROM (
  SELECT
    p.operation AS operation, p.month AS month, p.network AS network, p.line AS line,
    multiIf(own.source_group != '', toString(own.source_group), any_network.source_group != '', toString(any_network.source_group), toString(p.source)) AS source_group,
    sum(multiIf(standing = 'accrued', toInt128(0), standing = 'paid', part, -part)) AS paid,
    sum(multiIf(NOT is_apportioned OR standing = 'accrued', toInt128(0), standing = 'paid', part, -part)) AS apportioned,
    sum(if(is_apportioned AND standing = 'paid', part, toInt128(0))) AS apportioned_in,
    sum(multiIf(NOT is_offshore OR standing = 'accrued', toInt128(0), standing = 'paid', part, -part)) AS offshore,
    sum(if(standing = 'accrued', part, toInt128(0))) AS accrued,
    sum(if(standing = 'accrued' AND NOT is_apportioned, part, toInt128(0))) AS accrued_plain,
    countIf(standing != 'accrued') AS has_paid,
    max(known_at) AS newest
  FROM flow_part_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}) AS p
  LEFT ANY JOIN (
    SELECT network, toString(source) AS source, source_group FROM disjoint_source FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source') AND network != ''
  ) AS own ON p.network = own.network AND toString(p.source) = own.source
  LEFT ANY JOIN (
    SELECT toString(source) AS source, source_group FROM disjoint_source FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source') AND network = ''
  ) AS any_network ON toString(p.source) = any_network.source
  WHERE p.reason = ''
  GROUP BY operation, month, network, line, source_group
)
GROUP BY operation, month, network, source_group;

-- The source that counts for each operation, month and network: the largest sum, then the first name.
CREATE OR REPLACE VIEW counting_source_at AS
SELECT
  operation, month, network,
  argMinIf((source_group, lines), (-total, source_group), is_candidate) AS counting,
  max(accrued_sum) AS accrued, max(accrued_plain_sum) AS accrued_plain, max(newest_at) AS newest
FROM source_sum_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
GROUP BY operation, month, network;

-- Documented money of each operation and month, by line. Parameter without_even_spread: 1 leaves out what rests on that
-- assumption; what takes money back stays, so that leaving out an assumption never raises a floor.
--   lines: (line, documented, of it apportioned, of it to offshore places) in EUR. One place in the money columns holds 14 digits
--   before the point; a larger sum is cut to that, and a floor stays a floor.
CREATE OR REPLACE VIEW documented_at AS
WITH
  -- No greatest() and least() here: compiled by the engine at run time, both are wrong for Int128 (docs/decisions/0004).
  x -> toDecimal64(
    toDecimal128(multiIf(x < toInt128(0), toInt128(0), x > toInt128('999999999999999999999999'), toInt128('999999999999999999'), intDiv(x, toInt128(1000000))), 0)
      * toDecimal128('0.0001', 4), 4) AS in_eur
SELECT
  operation, month,
  arraySort(groupArrayIf((line, documented, least(documented, in_eur(apportioned)), least(documented, in_eur(offshore))), line != '')) AS lines,
  max(in_eur(accrued)) AS accrued_eur,
  max(newest_at) AS known_at
FROM (
  SELECT
    operation, month, l.1 AS line,
    in_eur(if({without_even_spread:UInt8} = 1, sum(l.2) - sum(l.4), sum(l.2))) AS documented,
    if({without_even_spread:UInt8} = 1, toInt128(0), sum(l.3)) AS apportioned, sum(l.5) AS offshore,
    sum(l.6) AS accrued, max(newest) AS newest_at
  FROM (
    -- Accrued money goes along under an empty line.
    SELECT operation, month, newest,
      arrayConcat(
        arrayMap(x -> (x.1, x.2, x.3, x.4, x.5, toInt128(0)), counting.2),
        [('', toInt128(0), toInt128(0), toInt128(0), toInt128(0), if({without_even_spread:UInt8} = 1, accrued_plain, accrued))]) AS cells
    FROM counting_source_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
  )
  ARRAY JOIN cells AS l
  GROUP BY operation, month, line
)
GROUP BY operation, month;
