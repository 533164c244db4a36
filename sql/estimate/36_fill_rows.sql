-- Purpose: fetches the rows of the special flows of a run once. The special flows are listed before
-- (34_fill_special.sql). `contents` is 1 for a flow with one row, and 0 for rows among which
-- 37_fill_top.sql has to find the highest revision; those have their digest. `is_plain`: the row is
-- fetched for a flow that takes it back, and summed with the plain flows. A row that says that its
-- flow never was, and has no other next to it, is left out, as 37_fill_top.sql leaves them out.
-- Parameters: scope, as_of.
INSERT INTO special_top_of (scope, source, flow_id, revision, sha256, network, line, amount, currency, status, basis, account_country,
  property, share_properties, shares, period_start, period_end, value_date, statement_date, reverses_source, reverses_flow_id, upstream, is_payment_dated, is_void, contents, is_plain)
SELECT {scope:String}, source, flow_id, revision, if(is_repeated, sha256, toFixedString('', 32)), network, line, amount, currency, status, basis, account_country,
  property, share_properties, tupleElement(site_shares, 'share'), service_start, service_end, value_date, statement_date, reverses_source, reverses_flow_id, upstream, is_payment_dated, is_void,
  toUInt64(NOT is_repeated), is_plain
FROM (
  SELECT *, is_payment_dated,
    flow_hash IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String} AND why = 'repeated') AS is_repeated,
    flow_hash NOT IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String} AND why != 'taken_back') AS is_plain
  FROM flow_record
  -- Said outright, because the engine does not choose it for a set: the other columns are then read
  -- for one row in ten. Of a run over new records the list is short.
  PREWHERE flow_hash IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String})
  WHERE {{include expressions/touched_key}}
    AND {{include expressions/known_by}}
)
WHERE is_repeated OR NOT is_void
SETTINGS max_insert_threads = 4
