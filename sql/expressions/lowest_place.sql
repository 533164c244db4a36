-- Purpose: the lowest coordinates of a group of ledger rows: by topic, then partition and offset.
-- Returns: an aggregate, a tuple with these three names.
CAST(
  min((toString(topic), partition, offset)),
  'Tuple(topic String, partition UInt32, offset UInt64)')
