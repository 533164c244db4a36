-- Purpose: how many records of a run are new to the warehouse. Its parameters are those of
-- sql/expressions/copies_counted.sql.
-- Returns: distinct_records, known_before.
{{include expressions/copies_counted
  digest: {{include expressions/short_digest}}
}}
