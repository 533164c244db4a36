-- Purpose: reads what records and the shipped list say of names of networks.
-- Returns: network, name, is_conduit.
SELECT DISTINCT
  network,
  name,
  is_conduit
FROM network_name
