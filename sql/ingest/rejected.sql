-- Purpose: rejected records. Parameters: none. Returns: the columns of rejected_record.
SELECT * FROM rejected_record ORDER BY topic, partition, offset
