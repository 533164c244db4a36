-- Purpose: records that count and have no row in the ledger, so that none of their euros can be
-- traced to an offset: an intake broke off between the two, and was never run again.
-- Returns: records, example (of one of them the first eight bytes of the digest, hexadecimal).
SELECT
  uniqExact(digest) AS records,
  lower(hex(reinterpretAsFixedString(min(digest)))) AS example
FROM (
  {{include expressions/record_digests}}
)
WHERE digest NOT IN (SELECT reinterpretAsUInt64(sha256) FROM input_record WHERE reason = '')
HAVING records > 0
