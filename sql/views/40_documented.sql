-- From parts to documented money (METHOD 3): one source for each operation, month and network counts. Parameters: as_of, scope, and
-- without: assumptions that are left out, of even_spread, rung:L0 (money documented for a site) and rung:L1 (proven shares).
-- The source that counts is chosen before anything is left out, and what takes money back always stays, so that leaving an
-- assumption out never raises a floor (docs/decisions/0003). Sums are in 1e-10 EUR.

-- The source group that a source counts under: itself, or the first of the sources that an analyst declared disjoint. For a network
-- with declarations of its own those hold; an empty network stands for all others.
CREATE OR REPLACE VIEW source_group AS
SELECT network AS group_network, toString(source) AS group_source, toString(source_group) AS group_name FROM disjoint_source FINAL
WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source');

-- Sums of each source group, by line.
--   lines: (line, sum without what is left out, of it apportioned, of it to offshore places, 1 when it rests on proven shares)
CREATE OR REPLACE VIEW source_sum_at AS
SELECT
  operation, month, network, source_group,
  groupArrayIf((line, kept, apportioned, offshore, shared), has_kept > 0) AS lines,
  sum(paid) AS total, sum(has_paid) > 0 AS is_candidate, sum(accrued) AS accrued_sum, max(newest) AS newest_at
FROM (
  SELECT
    b.operation AS operation, b.month AS month, b.network AS network, b.line AS line,
    multiIf(own.group_name != '', own.group_name, any_network.group_name != '', any_network.group_name, b.source) AS source_group,
    sum(b.paid) AS paid, sum(b.kept) AS kept, sum(b.apportioned) AS apportioned, sum(b.offshore) AS offshore, max(b.shared) AS shared, sum(b.accrued) AS accrued,
    sum(b.has_paid) AS has_paid, sum(b.has_kept) AS has_kept, max(b.newest) AS newest
  FROM (
  WITH
    standing = 'accrued' AS is_accrued,
    (standing IN ('paid', 'accrued') AND (
      (is_apportioned AND has({without:Array(String)}, 'even_spread')) OR has({without:Array(String)}, if(share_index > 0, 'rung:L1', 'rung:L0')))) AS is_left_out,
    multiIf(reason != '' OR is_accrued, toInt128(0), standing = 'paid', part, -part) AS signed
  SELECT
    operation, month, toString(network) AS network, toString(line) AS line, toString(source) AS source,
    sum(signed) AS paid,
    sum(if(is_left_out, toInt128(0), signed)) AS kept,
    sum(if(is_left_out OR NOT is_apportioned, toInt128(0), signed)) AS apportioned,
    sum(if(is_left_out OR NOT is_offshore, toInt128(0), signed)) AS offshore,
    toUInt8(max(share_index > 0 AND NOT is_left_out AND reason = '' AND NOT is_accrued)) AS shared,
    sum(if(is_accrued AND reason = '' AND NOT is_left_out, part, toInt128(0))) AS accrued,
    countIf(reason = '' AND NOT is_accrued) AS has_paid,
    countIf(reason = '' AND NOT is_accrued AND NOT is_left_out) AS has_kept,
    max(known_at) AS newest
  FROM flow_part_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, plain = 0)
  WHERE operation != ''
  GROUP BY operation, month, network, line, source
  UNION ALL
  SELECT operation, month, toString(network), toString(line), toString(source), paid, kept, toInt128(0), offshore, toUInt8(0), accrued, has_paid, has_kept, newest
  FROM plain_sum_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, without = {without:Array(String)})
  ) AS b
  LEFT ANY JOIN (SELECT * FROM source_group WHERE group_network != '') AS own ON b.network = own.group_network AND b.source = own.group_source
  LEFT ANY JOIN (SELECT group_source AS any_source, group_name FROM source_group WHERE group_network = '') AS any_network ON b.source = any_network.any_source
  GROUP BY operation, month, network, line, source_group
)
GROUP BY operation, month, network, source_group;

-- Parts that go to an operation, with their source group: for lists of flows, not for sums.
CREATE OR REPLACE VIEW flow_part_group_at AS
SELECT p.*, multiIf(own.group_name != '', own.group_name, any_network.group_name != '', any_network.group_name, toString(p.source)) AS source_group
FROM flow_part_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, plain = 1) AS p
LEFT ANY JOIN (SELECT * FROM source_group WHERE group_network != '') AS own ON toString(p.network) = own.group_network AND toString(p.source) = own.group_source
LEFT ANY JOIN (SELECT group_source AS any_source, group_name FROM source_group WHERE group_network = '') AS any_network ON toString(p.source) = any_network.any_source
WHERE p.operation != '';

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
