-- Purpose: the same as count_accepted.sql for a run of few records: each digest is looked for where
-- the filter of the ledger says that it can be. For many records, every granule would be read for
-- each of them.
-- Parameters: topic, first_offset.
-- Returns: distinct_records, known_before.
{{include expressions/copies_counted
  digest: sha256
}}
