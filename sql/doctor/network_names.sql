-- Purpose: reads the names of networks that flows have, the most frequent first.
-- Parameters: most.
-- Returns: network, flows.
SELECT
  toString(flow_record.network) AS network,
  count() AS flows
FROM flow_record
WHERE network != ''
GROUP BY network
ORDER BY flows DESC, network
LIMIT {most:UInt32}
