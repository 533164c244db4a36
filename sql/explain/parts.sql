-- Purpose: the parts of flows behind the documented money of one operation and month (YYYYMM as
-- number), each down to the coordinates of its record. The scope is that of fill_flows.sql and
-- fill_parts.sql.
-- Parameters: scope, operation, month.
-- Returns: one row for each part; counts: 1 when its source counts for the network.
SELECT
  g.network AS network, g.line AS line, toString(g.source) AS source, g.flow_id AS flow_id, g.revision AS revision, g.standing AS standing,
  multiIf(g.standing = 'accrued', 'not_paid', g.reason = '' AND g.source_group != c.counting_group, 'other_source_counts', toString(g.reason)) AS reason,
  toString(g.amount) AS amount, toString(g.currency) AS currency,
  toString(toDecimal128(g.rate, 0) * toDecimal128('0.0000000001', 10)) AS rate,
  if(g.publisher_share < 0, NULL, toString(toDecimal128(g.publisher_share, 0) * toDecimal128('0.000001', 6))) AS publisher_share,
  toString(toDecimal128(g.site_share, 0) * toDecimal128('0.000001', 6)) AS site_share,
  g.site AS site, g.days AS days, g.period_days AS period_days,
  toString(toDecimal128(if(g.standing IN ('paid', 'accrued'), g.part, -g.part), 0) * toDecimal128('0.0000000001', 10)) AS part_eur,
  toUInt8(g.standing != 'accrued' AND g.reason = '' AND g.source_group = c.counting_group) AS counts,
  g.account_country AS account_country, lower(hex(g.sha256)) AS sha256,
  i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (SELECT * FROM explained_part_of WHERE scope = {scope:String} AND operation != '') AS g
LEFT ANY JOIN (
  {{include rules/counting_source
    grouped: (SELECT * FROM explained_part_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:UInt32})
  }}
) AS c ON g.operation = c.c_operation AND g.month = c.c_month AND g.network = c.c_network
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON g.sha256 = i.digest
WHERE g.operation = {operation:String} AND g.month = {month:UInt32}
ORDER BY network, line, source, flow_id, site, publisher_share
