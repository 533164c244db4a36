-- Purpose: as count_accepted.sql, for a run of few records: each digest is looked for where the
-- filter of the ledger says that it can be. For many, every granule would be asked for each of
-- them.
{{include expressions/copies_counted
  digest: sha256
}}
