-- Purpose: how many records of a run are new to the warehouse. Parameters and columns:
-- sql/expressions/copies_counted.sql. Digests are compared by their first 128 bits: half the
-- memory, and still beyond any chance of two that agree.
{{include expressions/copies_counted
  digest: reinterpretAsUInt128(substring(sha256, 1, 16))
}}
