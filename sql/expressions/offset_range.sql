-- The (partition, offset) of some ranges of a topic, as a set: it finds the granules, and one
-- statement for six partitions costs no more than for one.
-- Parameters: partitions, first_offsets, last_offsets. Words: none.
SELECT bounds.1 AS range_partition, arrayJoin(range(bounds.2, bounds.3 + 1)) AS range_offset
FROM (SELECT arrayJoin(arrayZip({partitions:Array(UInt32)}, {first_offsets:Array(UInt64)}, {last_offsets:Array(UInt64)})) AS bounds)
