-- Purpose: says what every flow gives to which operation and month. The flows are listed before
-- (fill_flows.sql).
-- Parameters: scope.
INSERT INTO explained_part_of
WITH (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS declared
SELECT {scope:String}, operation, month, source,
  {{include rules/source_group_of
    network: network
    groups: declared
    source: booked_source
  }},
  flow_id, revision, sha256, network, line, amount, currency, account_country, rate, standing, site, site_share, period_days, days, publisher_share, reason, part
FROM (
  {{include rules/flow_part
    flows: (SELECT * FROM explained_flow_of WHERE scope = {scope:String})
    spans: property_span_at(as_of = {{include expressions/everything_known}})
    along: booked_source, flow_id, revision, sha256, currency, account_country
    contracts: contract_table
    rest: [toInt32(-1)]
  }}
)
SETTINGS join_use_nulls = 0, compile_expressions = 0
