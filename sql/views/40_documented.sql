-- From parts to documented money (METHOD 3): one source for each operation, month and network counts. Parameters: as_of, scope, and
-- without: assumptions that are left out, of even_spread, rung:L0 (money documented for a site) and rung:L1 (proven shares).
-- The source that counts is chosen before anything is left out, and what takes money back always stays, so that leaving an
-- assumption out never raises a floor (docs/decisions/0003). Sums are in 1e-10 EUR.

-- Parts that go to an operation, with the source group that they count under: the source itself, or the first of the sources that
-- an analyst declared disjoint.
CREATE OR REPLACE VIEW flow_part_group_at AS
SELECT p.*, multiIf(own.source_group != '', toString(own.source_group), any_network.source_group != '', toString(any_network.source_group), toString(p.source)) AS source_group
FROM flow_part_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}) AS p
LEFT ANY JOIN (
  SELECT network AS own_network, toString(source) AS own_source, source_group FROM disjoint_source FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source') AND network != ''
) AS own ON p.network = own.own_network AND toString(p.source) = own.own_source
LEFT ANY JOIN (
  SELECT toString(source) AS any_source, source_group FROM disjoint_source FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source') AND network = ''
) AS any_network ON toString(p.source) = any_network.any_source
WHERE p.operation != '';

-- Sums of each source group, by line.
--   lines: (line, sum without what is left out, of it apportioned, of it to offshore places, 1 when it rests on proven shares)
CREATE OR REPLACE VIEW source_sum_at AS
SELECT
  operation, month, network, source_group,
  groupArrayIf((line, kept, apportioned, offshore, shared), has_paid > 0) AS lines,
  sum(paid) AS total, sum(has_paid) > 0 AS is_candidate, sum(accrued) AS accrued_sum, max(newest) AS newest_at
FROM (
  WITH
    standing = 'accrued' AS is_accrued,
    (standing IN ('paid', 'accrued') AND (
      (is_apportioned AND has({without:Array(String)}, 'even_spread')) OR has({without:Array(String)}, if(share_index > 0, 'rung:L1', 'rung:L0')))) AS is_left_out,
    multiIf(reason != '' OR is_accrued, toInt128(0), standing = 'paid', part, -part) AS signed
  SELECT
    operation, month, network, line, source_group,
    sum(signed) AS paid,
    sum(if(is_left_out, toInt128(0), signed)) AS kept,
    sum(if(is_left_out OR NOT is_apportioned, toInt128(0), signed)) AS apportioned,
    sum(if(is_left_out OR NOT is_offshore, toInt128(0), signed)) AS offshore,
    toUInt8(max(share_index > 0 AND NOT is_left_out AND reason = '' AND NOT is_accrued)) AS shared,
    sum(if(is_accrued AND reason = '' AND NOT is_left_out, part, toInt128(0))) AS accrued,
    countIf(reason = '' AND NOT is_accrued) AS has_paid,
    max(known_at) AS newest
  FROM flow_part_group_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
  GROUP BY operation, month, network, line, source_group
)
GROUP BY operation, month, network, source_group;

-- The source that counts for each operation, month and network: the largest sum, then the first name. Accrued money is in no
-- floor; of it, too, the largest source is taken.
CREATE OR REPLACE VIEW counting_source_at AS
SELECT operation, month, network, counting.1 AS counting_group, counting.2 AS counting_lines, accrued, newest
FROM (
  SELECT
    operation, month, network,
    argMinIf((source_group, lines), (-total, source_group), is_candidate) AS counting,
    max(accrued_sum) AS accrued, max(newest_at) AS newest
  FROM source_sum_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, without = {without:Array(String)})
  GROUP BY operation, month, network
);

-- Documented money of each operation and month.
--   lines: (line, documented, of it apportioned, of it to offshore places, 1 when it rests on proven shares), in EUR. A money column
--   holds 14 digits before the point; a larger sum is cut to that, and a floor stays a floor.
CREATE OR REPLACE VIEW documented_at AS
WITH
  -- No greatest() and least() of Int128: compiled by the engine at run time, both are wrong (docs/decisions/0004).
  x -> toDecimal64(
    toDecimal128(multiIf(x < toInt128(0), toInt128(0), x > toInt128('999999999999999999999999'), toInt128('999999999999999999'), intDiv(x, toInt128(1000000))), 0)
      * toDecimal128('0.0001', 4), 4) AS in_eur
SELECT
  operation, month,
  arraySort(groupArrayIf((line, documented, least(documented, in_eur(apportioned)), least(documented, in_eur(offshore)), shared), line != '')) AS lines,
  max(in_eur(accrued_sum)) AS accrued_eur,
  max(newest_at) AS known_at
FROM (
  SELECT
    operation, month, l.1 AS line, in_eur(sum(l.2)) AS documented, sum(l.3) AS apportioned, sum(l.4) AS offshore, max(l.5) AS shared, sum(l.6) AS accrued_sum, max(newest) AS newest_at
  FROM (
    -- Accrued money goes along under an empty line.
    SELECT operation, month, newest,
      arrayConcat(arrayMap(x -> (x.1, x.2, x.3, x.4, x.5, toInt128(0)), counting_lines), [('', toInt128(0), toInt128(0), toInt128(0), toUInt8(0), accrued)]) AS cells
    FROM counting_source_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, without = {without:Array(String)})
  )
  ARRAY JOIN cells AS l
  GROUP BY operation, month, line
)
GROUP BY operation, month;
