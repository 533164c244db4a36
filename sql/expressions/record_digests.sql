-- Purpose: the digests of all records in the tables of their kinds, by their first eight bytes.
-- They are SHA-256: two that agree in eight bytes are the same.
-- Returns: a SELECT: digest.
SELECT reinterpretAsUInt64(sha256) AS digest
FROM (
  {{include expressions/every_record}}
)
