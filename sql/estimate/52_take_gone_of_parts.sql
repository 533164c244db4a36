-- Purpose: M-GONE. What is taken from a flow is taken from its parts in proportion to what is left
-- of them, cut up.
-- Parameters: scope.
INSERT INTO part_of (
  scope,
  {{include estimate/part/part_columns}},
  why,
  paid,
  taken
)
WITH
  gone AS (
    SELECT
      operation,
      gone_flow.1 AS flow_hash,
      gone_flow.2 AS gone
    FROM gone_of
    ARRAY JOIN arrayZip(flow_hashes, taken) AS gone_flow
    WHERE scope = {scope:String}
      AND gone > 0
  ),
  part AS (
    {{include estimate/part/counting}}
  ),
  -- One row for each part, whatever was taken from it.
  each_row AS (
    SELECT
      *,
      sum(paid - part.taken) OVER (
        PARTITION BY operation, flow_hash, place_hash, part_first) AS own_left
    FROM part
    WHERE flow_hash IN (SELECT flow_hash FROM gone)
  ),
  part_left AS (
    SELECT *
    FROM each_row
    WHERE own_left > 0
    LIMIT 1 BY operation, flow_hash, place_hash, part_first
  ),
  part_of_flow AS (
    SELECT
      *,
      toInt256(sum(own_left) OVER (PARTITION BY operation, flow_hash)) AS all_left
    FROM part_left
  ),
  taken_part AS (
    SELECT
      p.*,
      toInt128(intDiv(toInt256(g.gone) * p.own_left + p.all_left - 1, p.all_left)) AS cut_up
    FROM part_of_flow AS p
    INNER JOIN gone AS g ON p.operation = g.operation AND p.flow_hash = g.flow_hash
  )
SELECT
  {scope:String},
  {{include estimate/part/part_columns}},
  why,
  0,
  if(cut_up > own_left, own_left, cut_up)
FROM taken_part
