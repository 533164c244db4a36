-- Purpose: the rate card in force as its file has it, drafts included, and the last run.
-- Returns: one row: version, run_id (empty: nothing ran), card (rows by id).
SELECT
  {{include expressions/version_in_force
    name: 'rate_card'
  }} AS version,
  (SELECT argMax(run_id, sequence) FROM estimate_run) AS run_id,
  (
    SELECT arraySort(row -> row.id, groupArray(CAST(
      (
        id, factor, line, network, country, device, valid_from, valid_to, unit, currency, low, high,
        source, grade, approved_by),
      'Tuple(id String, factor String, line String, network String, country String, device String,
        valid_from Date32, valid_to Date32, unit String, currency String, low Decimal(18, 6),
        high Decimal(18, 6), source String, grade String, approved_by Array(String))')))
    FROM rate_card FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'rate_card'
      }}
  ) AS card
SETTINGS output_format_decimal_trailing_zeros = 0
