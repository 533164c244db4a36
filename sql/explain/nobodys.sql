-- Purpose: money of a month (YYYY-MM) that is attributed to nobody and may be an operation's: on
-- its publisher accounts without a site, on its sites under several claims, in dispute, or without
-- a service period or a network; and networks that crawls saw on its sites in the month, and that no
-- flow documents. The scope is that of fill_flows.sql and fill_parts.sql.
-- Parameters: scope, operation, month.
-- Returns: reason, network, source, flow_id, eur_upper (the most that it can add; empty where that
-- is not known), topic, partition, offset.
WITH
  sites AS (SELECT {operation:String} AS site UNION DISTINCT SELECT property FROM site_record WHERE operation = {operation:String}),
  accounts AS (SELECT DISTINCT network_key, publisher_account_key FROM flow_record WHERE publisher_account_key != '' AND (property IN (SELECT site FROM sites) OR hasAny(ancestors, (SELECT groupArray(site) FROM sites)))),
  {{include expressions/month_number
    month: {month:String}
  }} AS month_number,
  toString(toDecimal128(x.units, 0) * toDecimal128('0.0000000001', 10)) AS in_eur
SELECT x.reason AS reason, x.network AS network, x.source AS source, x.flow_id AS flow_id, if(x.units = 0, '', in_eur) AS eur_upper, i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM (
  SELECT toString(reason) AS reason, toString(network) AS network, toString(source) AS source, flow_id, part AS units, sha256 FROM explained_part_of
  WHERE scope = {scope:String} AND month = month_number AND operation = '' AND standing = 'paid' AND (site IN (SELECT site FROM sites) OR (source, flow_id) IN (
    SELECT source, flow_id FROM flow_record WHERE (network_key, publisher_account_key) IN (SELECT network_key, publisher_account_key FROM accounts)))
  UNION ALL
  SELECT toString(standing), toString(network), toString(source), flow_id, intDiv(reinterpretAsInt128(amount) * rate, toInt128(100000000)), sha256 FROM explained_flow_of
  WHERE scope = {scope:String} AND standing IN ('disputed', 'payment_dated', 'unknown_network') AND (property IN (SELECT site FROM sites) OR hasAny(share_properties, (SELECT groupArray(site) FROM sites))) AND toYYYYMM(period_start) <= month_number AND toYYYYMM(period_end) >= month_number
  ORDER BY amount DESC, sha256 LIMIT 1 BY source, flow_id
  UNION ALL
  SELECT 'seen_by_crawl', seen_network, any(toString(source)), any(record_id), toInt128(0), any(sha256)
  FROM (SELECT source, record_id, sha256, arrayJoin(tupleElement(slots, 'network')) AS seen_network
    FROM (SELECT * FROM observation_record ORDER BY revision DESC LIMIT 1 BY source, record_id)
    WHERE NOT is_void AND property IN (SELECT site FROM sites) AND toYYYYMM(observed_at) = month_number)
  -- Networks are matched by name, without case, as where slots are counted
  -- (sql/estimate/54_fill_slots.sql).
  WHERE lowerUTF8(seen_network) NOT IN (
    SELECT lowerUTF8(toString(network)) FROM flow_record
    WHERE property IN (SELECT site FROM sites) AND toYYYYMM(service_start) <= month_number AND toYYYYMM(service_end) >= month_number
    UNION ALL
    SELECT lowerUTF8(toString(network)) FROM explained_part_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = month_number)
  GROUP BY seen_network
) AS x
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON x.sha256 = i.digest
ORDER BY reason, network, source, flow_id
SETTINGS join_use_nulls = 0
