-- Purpose: finds what each flow of a slice counts as, and at which rate. Paid money of which only
-- days of payment, or no network, are known is in no floor of method 1.3, but it was paid: alerts
-- take it as a payment. The contents in force are found before (32_fill_top.sql).
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
      before.source AS hop_source,
      before.flow_id AS hop_flow_id
    FROM flow
    ARRAY JOIN upstream AS before
    WHERE contents = 1
      AND status = 'paid'
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
  ),
  paid AS (
    SELECT
      * EXCEPT (standing),
      multiIf(
        status != 'paid' OR standing NOT IN ('payment_dated', 'unknown_network'), standing,
        rate = 0, 'unconverted',
        'paid') AS standing
    FROM valued
  )
SELECT
  {scope:String},
  source,
  flow_id,
  {{include alert/find/part/valued_columns}}
FROM paid
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
