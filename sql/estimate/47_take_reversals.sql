-- Purpose: M-REVERSAL. Takes each reversal from the parts of its target, at the rate of the target,
-- so that a full one cancels exactly. Gross money is taken back at the share at which it counts.
-- Parameters: scope.
INSERT INTO part_of (
  scope,
  {{include estimate/part/part_columns}},
  why,
  paid,
  taken
)
WITH
  {{include rules/part_value}} AS part_value,
  reversal AS (
    SELECT
      target_hash,
      amount AS taken_amount,
      basis
    FROM reversal_of
    WHERE scope = {scope:String}
      AND target_hash != 0
  ),
  target AS (
    SELECT *
    FROM part_of
    WHERE scope = {scope:String}
      AND why = ''
      AND flow_hash IN (SELECT target_hash FROM reversal)
      AND {{include estimate/part/is_regular}}
  )
SELECT
  {scope:String},
  {{include estimate/part/part_columns}},
  why,
  0,
  part_value(
    taken_amount,
    rate,
    if(basis = 'gross', publisher_share, 1000000),
    property_share, days, period_days)
FROM reversal
INNER JOIN target ON reversal.target_hash = target.flow_hash
