-- Purpose: sums the special flows of a run once, under the source group of each source. A key may
-- have a row for plain flows and another for special ones. Names are numbered and the special flows
-- are valued before (38_fill_valued.sql). The bits of `kind` say what a sum counts as: 1 paid,
-- which decides the source that counts; 2 kept, without what is left out; of the kept 4 on proven
-- shares; 8 accrued; 16 paid, but without a share of gross money or an exchange rate: in no sum,
-- and its network is documented nevertheless. The source that counts is chosen before anything is
-- left out, and what takes money back always stays, so that leaving an assumption out never raises
-- a floor (docs/decisions/0003). Sums are in 1e-10 EUR. bitAnd, if and least are used where AND and
-- OR would be: for each of those the planner of the engine hashes everything below, 0.1 s in all
-- (docs/decisions/0016).
-- Parameters: scope, without.
INSERT INTO numbered_sum_of (scope, operation, month, network, line, source_group, kind, part, offshore, apportioned)
WITH
  {{include expressions/numbered_names}}
SELECT {scope:String}, operation, month, network, line,
  transform(toUInt64(network) * 4294967296 + source, declared.1, declared.2, transform(source, declared.3, declared.4, source)),
  kind, part_sum, offshore_sum, apportioned_sum
FROM (
  SELECT operation, month, network, line, source, kind, sum(signed) AS part_sum, sumIf(signed, is_offshore) AS offshore_sum, sumIf(signed, is_apportioned) AS apportioned_sum
  FROM (
    SELECT o.number AS operation, month, CAST(transform(network, names.1, arrayEnumerate(names.1), toUInt32(0)) AS UInt32) AS network,
      CAST(transform(line, names.2, arrayEnumerate(names.2), toUInt32(0)) AS UInt32) AS line, CAST(transform(source, names.3, arrayEnumerate(names.3), toUInt32(0)) AS UInt32) AS source,
      part, is_apportioned, is_offshore, share_index,
      bitAnd(reason = '', standing = 'accrued') AS is_accrued,
      bitAnd(reason = '', standing != 'accrued') AS is_paid,
      if(standing IN ('paid', 'accrued'),
        if(is_apportioned, has({without:Array(String)}, 'even_spread'), false) + has({without:Array(String)}, if(share_index > 0, 'rung:L1', 'rung:L0')) > 0, false) AS is_left_out,
      bitAnd(is_paid, NOT is_left_out) AS is_kept,
      is_paid + is_kept * (2 + 4 * (share_index > 0)) + 8 * bitAnd(is_accrued, NOT is_left_out) + 16 * bitAnd(reason != '', standing IN ('paid', 'unconverted')) AS kind,
      if(standing IN ('paid', 'accrued'), part, -part) AS signed
    FROM (
      {{include rules/flow_part
        flows: (SELECT * FROM special_valued_of WHERE scope = {scope:String})
        spans: (SELECT span_property, span_from, span_operation FROM property_span_of WHERE scope = {scope:String})
        along: scope
        contracts: (SELECT * FROM constant_of WHERE scope = {scope:String})
        rest: []
      }}
    ) AS p
    INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS o ON p.operation = o.name
    WHERE p.operation != ''
  )
  WHERE least(network, line, source) > 0
  GROUP BY operation, month, network, line, source, kind
)
SETTINGS max_insert_threads = 4, join_use_nulls = 0, compile_expressions = 0, short_circuit_function_evaluation = 'force_enable'
