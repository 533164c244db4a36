-- Purpose: fetches all rows of the flows that some rounds listed, once, with contents = 0. Which of
-- them is in force is found later (32_fill_top.sql).
-- Parameters: scope, first_depth, last_depth.
INSERT INTO alert_top_of (
  scope,
  source,
  flow_id,
  {{include alert/find/part/flow_columns}},
  contents
)
WITH
  listed AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String}
      AND what = 'flow'
      AND depth BETWEEN {first_depth:UInt8} AND {last_depth:UInt8}
  ),
  fetched AS (
    SELECT
      * EXCEPT (period_start, period_end),
      is_payment_dated,
      service_start AS period_start,
      service_end AS period_end,
      site_shares.share AS shares
    FROM flow_record
    WHERE (source, flow_id) IN listed
  )
SELECT
  {scope:String},
  toString(source),
  flow_id,
  {{include alert/find/part/flow_columns}},
  0
FROM fetched
SETTINGS async_insert = 0
