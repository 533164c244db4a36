-- Purpose: all records of who is which network. Names are joined in chains, so all are read.
-- Parameters: as_of.
-- Returns: the fields of a record of kind network.
SELECT
  record_id,
  revision,
  source,
  network,
  name,
  is_conduit,
  CAST(is_void AS Bool) AS void
FROM network_record
WHERE known_at <= {as_of:DateTime64(3)}
