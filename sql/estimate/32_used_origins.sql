-- Purpose: the pairs of network and source that flows have. Their keys and groups are found by
-- pipeline/method/network.ts and disjoint.ts.
-- Returns: network (as reported; empty: unknown), source.
SELECT DISTINCT
  network,
  source
FROM flow_record
