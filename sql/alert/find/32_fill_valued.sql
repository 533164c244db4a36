-- Purpose: finds what each flow of a slice counts as, and at which rate. The contents in force are
-- found before (31_fill_top.sql).
-- Parameters: scope.
INSERT INTO alert_valued_of (
  scope,
  source,
  flow_id,
  {{include alert/find/part/valued_columns}}
)
WITH
  flow AS (
    SELECT *
    FROM alert_top_of
    WHERE scope = {scope:String} AND contents > 0
  ),
  -- The flows that a paid hop behind them supersedes.
  hop AS (
    SELECT
      ifNull(upstream_source, source) AS hop_source,
      assumeNotNull(upstream_flow_id) AS hop_flow_id
    FROM flow
    WHERE contents = 1
      AND status = 'paid'
      AND upstream_flow_id IS NOT NULL
      AND (hop_source, hop_flow_id) != (source, flow_id)
  ),
  valued AS (
    {{include rules/flow_valued
      flows: flow
      targets: flow
      hops: hop
      records: flow
      rates: rate_table
      offshore: offshore_table
    }}
  )
SELECT
  {scope:String},
  source,
  flow_id,
  {{include alert/find/part/valued_columns}}
FROM valued
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
