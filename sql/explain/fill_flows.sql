-- Purpose: says of every flow what it counts as, and at which rate.
-- Parameters: scope.
INSERT INTO explained_flow_of
SELECT {scope:String}, source, flow_id, revision, sha256, network, line, amount, currency, account_country, basis, target_basis, target_network, rate, standing, is_offshore,
  property, share_properties, shares, period_start, period_end, value_date, statement_date, booked_source
FROM flow_valued_at(as_of = {{include expressions/everything_known}})
SETTINGS join_use_nulls = 0, compile_expressions = 0
