-- Purpose: lists the reversals in force, with what they name.
-- Parameters: scope, as_of.
INSERT INTO reversal_of (
  scope, flow_hash, source, flow_id, basis, amount, currency, publisher_account_key, key,
  source_group, is_dated, last_day, value_day, statement_day, named_flow_id, target_hash)
WITH
  reversal AS (
    {{include estimate/part/flow_in_force
      wanted: status = 'reversed'
    }}
  ),
  known_target AS (
    SELECT flow_hash
    FROM flow_record
    PREWHERE flow_hash IN (SELECT reverses_hash FROM flow_record WHERE reverses_hash != 0)
    WHERE {{include expressions/known_by}}
  ),
  origin AS (
    SELECT *
    FROM origin_of
    WHERE scope = {scope:String}
  )
SELECT
  {scope:String},
  r.flow_hash,
  r.source,
  r.flow_id,
  r.basis,
  r.amount,
  r.currency,
  r.publisher_account_key,
  o.key,
  o.source_group,
  r.period_start IS NOT NULL OR r.value_date IS NOT NULL OR r.statement_date IS NOT NULL,
  toInt32(r.service_end),
  toInt32(r.value_date),
  toInt32(r.statement_date),
  -- What names itself names nothing.
  if((r.reverses_source, r.reverses_flow_id) = (toString(r.source), r.flow_id),
    '', r.reverses_flow_id) AS named,
  if(named != '' AND cityHash64(r.reverses_source, named) IN known_target,
    cityHash64(r.reverses_source, named), 0)
FROM reversal AS r
LEFT ANY JOIN origin AS o ON r.network = o.network AND r.source = o.source
SETTINGS join_use_nulls = 0
