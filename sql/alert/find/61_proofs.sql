-- Purpose: the first flows that prove each alert of a page, with their place in the input.
-- Parameters: scope, after, last (alert_id, included), most (flows of each).
-- Returns: alert_id, position, day, amount_eur, source, flow_id, input (for people), partition,
-- offset; in order.
SELECT m.alert_id AS alert_id, m.place_in_list AS position, toString(p.day) AS day,
  {{include alert/find/part/eur_of_paid
    amount: p.amount
  }} AS amount_eur,
  m.source AS source, m.flow_id AS flow_id, if(n.input = '', c.lowest.1, n.input) AS input, c.lowest.2 AS partition, c.lowest.3 AS offset
FROM (
  SELECT alert_id, operation, toUInt32(place_in_list) AS place_in_list, f.1 AS source, f.2 AS flow_id
  FROM alert_candidate ARRAY JOIN arraySlice(flows, 1, {most:UInt32}) AS f, arrayEnumerate(arraySlice(flows, 1, {most:UInt32})) AS place_in_list
  WHERE scope = {scope:String} AND alert_id > {after:String} AND alert_id <= {last:String}
) AS m
INNER JOIN (
  SELECT * FROM alert_payment FINAL
  WHERE (operation, source, flow_id) IN (
    SELECT operation, f.1, f.2 FROM alert_candidate ARRAY JOIN arraySlice(flows, 1, {most:UInt32}) AS f WHERE scope = {scope:String} AND alert_id > {after:String} AND alert_id <= {last:String})
) AS p ON m.operation = p.operation AND m.source = toString(p.source) AND m.flow_id = p.flow_id
INNER JOIN (
  SELECT source, flow_id, revision, sha256, min((topic, partition, offset)) AS lowest FROM flow_coordinate
  WHERE (source, flow_id) IN (
    SELECT f.1, f.2 FROM alert_candidate ARRAY JOIN arraySlice(flows, 1, {most:UInt32}) AS f WHERE scope = {scope:String} AND alert_id > {after:String} AND alert_id <= {last:String})
  GROUP BY source, flow_id, revision, sha256
) AS c ON m.source = c.source AND m.flow_id = c.flow_id AND p.revision = c.revision AND p.sha256 = c.sha256
LEFT JOIN input_name AS n ON c.lowest.1 = n.topic
ORDER BY m.alert_id, m.place_in_list
SETTINGS join_use_nulls = 0
