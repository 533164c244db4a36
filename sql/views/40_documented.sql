-- From parts to documented money (METHOD 3): one source for each operation, month and network counts. Parameters: as_of, scope, and
-- without: assumptions that are left out, of even_spread, rung:L0 (money documented for a site) and rung:L1 (proven shares).
-- The source that counts is chosen before anything is left out, and what takes money back always stays, so that leaving an
-- assumption out never raises a floor (docs/decisions/0003). Sums are in 1e-10 EUR.

-- Parts that go to an operation, with their source group: for lists of flows, not for sums. Parameter: as_of.
CREATE OR REPLACE VIEW flow_part_group_at AS
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS groups,
  transform(
    concat(toString(length(network)), ' ', network, source), groups.1, groups.2,
    transform(toString(source), groups.3, groups.4, toString(source))) AS source_group
SELECT *, source_group
FROM flow_part_at(as_of = {as_of:DateTime64(3)})
WHERE operation != '';

-- The source that counts for each operation, month and network: the largest sum, then the first name; empty when none has paid.
-- Parameter: scope, a work list of sums.
CREATE OR REPLACE VIEW counting_source_of AS
SELECT operation, month, network, argMinIf(source_group, (-total, source_group), is_candidate) AS counting_group
FROM (
  SELECT operation, month, network, source_group, sum(paid) AS total, sum(has_paid) > 0 AS is_candidate
  FROM source_sum_of
  WHERE scope = {scope:String}
  GROUP BY operation, month, network, source_group
)
GROUP BY operation, month, network;

-- Accrued money, which is in no floor: of each network the source with the largest sum. Parameter: scope, a work list of sums.
CREATE OR REPLACE VIEW accrued_of AS
SELECT operation, month, sum(largest) AS accrued
FROM (
  SELECT operation, month, network, max(total) AS largest
  FROM (
    SELECT operation, month, network, source_group, sum(accrued) AS total FROM source_sum_of
    WHERE scope = {scope:String} AND accrued != 0
    GROUP BY operation, month, network, source_group
  )
  GROUP BY operation, month, network
)
GROUP BY operation, month;

-- Documented money of each operation and month. Parameter: scope, a work list of sums.
--   lines: (line, documented, of it apportioned, of it to offshore places, 1 when it rests on proven shares), in EUR. A money column
--   holds 14 digits before the point; a larger sum is cut to that, and a floor stays a floor.
CREATE OR REPLACE VIEW documented_of AS
WITH
  -- No greatest() and least() of Int128: compiled by the engine at run time, both are wrong (docs/decisions/0004).
  x -> toDecimal64(
    toDecimal128(multiIf(x < toInt128(0), toInt128(0), x > toInt128('999999999999999999999999'), toInt128('999999999999999999'), intDiv(x, toInt128(1000000))), 0)
      * toDecimal128('0.0001', 4), 4) AS in_eur
SELECT
  operation, month,
  arraySort(groupArrayIf((line, documented, least(documented, in_eur(apportioned_sum)), least(documented, in_eur(offshore_sum)), is_shared), line != '')) AS lines,
  in_eur(max(accrued_sum)) AS accrued_eur
FROM (
  SELECT operation, month, line, in_eur(sum(kept)) AS documented, sum(apportioned) AS apportioned_sum, sum(offshore) AS offshore_sum, max(shared) AS is_shared, toInt128(0) AS accrued_sum
  FROM source_sum_of
  WHERE scope = {scope:String} AND has_kept > 0
    AND (operation, month, network, source_group) IN (SELECT operation, month, network, counting_group FROM counting_source_of(scope = {scope:String}))
  GROUP BY operation, month, line
  UNION ALL
  -- Accrued money goes along under an empty line, and so does a month in which nothing counts.
  SELECT operation, month, '', toDecimal64(0, 4), toInt128(0), toInt128(0), toUInt8(0), accrued FROM accrued_of(scope = {scope:String})
  UNION ALL
  SELECT operation, month, '', toDecimal64(0, 4), toInt128(0), toInt128(0), toUInt8(0), toInt128(0) FROM source_sum_of
  WHERE scope = {scope:String}
  GROUP BY operation, month
)
GROUP BY operation, month;
