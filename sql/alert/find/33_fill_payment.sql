-- Purpose: what each flow of a slice gives to each operation, reversals taken off the flow that
-- they reverse. A reversal of a flow that nobody reported stands alone, with a negative amount.
-- `if` stands where AND and OR would, for the planner's sake (docs/decisions/0016). Parameters:
-- scope, version; the flows are valued (fill_valued.sql) and the spans of sites listed
-- (estimate/32_fill_spans.sql) before.
INSERT INTO alert_payment (operation, source, flow_id, version, present, revision, sha256, source_group, network, publisher_account, payee, account, account_country, day, amount, place)
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS declared
SELECT operation, source, base, {version:UInt64}, 1, own.1, own.2,
  {{include rules/source_group_of
    network: own.3
    groups: declared
  }},
  own.3, own.4, own.5, own.6, own.7, own.8, net,
  multiIf(is_negative, 0, arrayExists(r -> if(r.1 <= toInt32(own.8), toInt32(own.8) < r.2, false), j.spans), 2, own.9)
FROM (
  SELECT operation, source, base, sum(signed) AS net, max(is_unknown) AS is_negative, anyIf(content, flow_id = base) AS own
  FROM (
    SELECT p.operation AS operation, p.source AS source, p.flow_id AS flow_id,
      if(p.standing = 'reversal', ifNull(t.reverses, ''), p.flow_id) AS base, if(p.standing = 'paid', p.part, -p.part) AS signed, p.standing = 'unknown_reversal' AS is_unknown,
      (t.revision, t.sha256, toString(t.network), t.publisher_account, t.payee_name, t.account_key, toString(t.account_country),
        assumeNotNull(coalesce(t.value_date, t.statement_date, t.period_end)), toUInt8(p.is_offshore)) AS content
    FROM (
      {{include rules/flow_part
        flows: (SELECT * FROM alert_valued_of WHERE scope = {scope:String} AND standing IN ('paid', 'reversal', 'unknown_reversal'))
        spans: (SELECT span_site, span_from, span_operation FROM site_span_of WHERE scope = {scope:String})
        along: flow_id
        contracts: contract_table
        rest: []
      }}
    ) AS p
    INNER JOIN (SELECT * FROM alert_top_of WHERE scope = {scope:String} AND contents = 1) AS t ON p.source = t.source AND p.flow_id = t.flow_id
    WHERE if(p.operation = '', false, p.reason = '')
  )
  GROUP BY operation, source, base
) AS q
LEFT ANY JOIN (
  SELECT country AS listed_country, groupArray((toInt32(listed_from), ifNull(toInt32(listed_to), toInt32(120530)))) AS spans FROM jurisdiction FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'jurisdiction')
  GROUP BY country
) AS j ON q.own.7 = toString(j.listed_country)
WHERE if(multiIf(net > 0, true, is_negative, net < 0, false),
  (source, base) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2), false)
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
