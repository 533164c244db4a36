-- Purpose: reads the first flows that prove each alert of a page, with their place in the input.
-- Parameters: scope, after, last, most. A page holds the alerts behind alert_id `after` up to
-- `last`; each alert has at most `most` flows.
-- Returns: alert_id, position, day, amount_eur, source, flow_id, input (for people), partition,
-- offset; in order.
WITH
  proof AS (
    SELECT
      alert_id,
      operation,
      position,
      flow.source AS source,
      flow.flow_id AS flow_id
    FROM alert_candidate
    ARRAY JOIN
      arraySlice(flows, 1, {most:UInt32}) AS flow,
      arrayEnumerate(arraySlice(flows, 1, {most:UInt32})) AS position
    WHERE scope = {scope:String} AND alert_id > {after:String} AND alert_id <= {last:String}
  ),
  payment AS (
    SELECT *
    FROM alert_payment FINAL
    WHERE (operation, source, flow_id) IN (SELECT operation, source, flow_id FROM proof)
  ),
  coordinate AS (
    SELECT *
    FROM flow_coordinate
    WHERE (source, flow_id) IN (SELECT source, flow_id FROM proof)
  ),
  first_coordinate AS (
    {{include alert/part/first_coordinate
      coordinates: coordinate
    }}
  )
SELECT
  a.alert_id AS alert_id,
  a.position AS position,
  toString(p.day) AS day,
  {{include alert/find/part/eur_of_paid
    amount: p.amount
  }} AS amount_eur,
  a.source AS source,
  a.flow_id AS flow_id,
  if(n.input = '', c.lowest.topic, n.input) AS input,
  c.lowest.partition AS partition,
  c.lowest.offset AS offset
FROM proof AS a
INNER JOIN payment AS p
  ON a.operation = p.operation AND a.source = toString(p.source) AND a.flow_id = p.flow_id
INNER JOIN first_coordinate AS c
  ON a.source = c.source
  AND a.flow_id = c.flow_id
  AND p.revision = c.revision
  AND p.sha256 = c.sha256
LEFT JOIN input_name AS n ON c.lowest.topic = n.topic
ORDER BY
  alert_id,
  position
SETTINGS join_use_nulls = 0
