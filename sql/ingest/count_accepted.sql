-- Purpose: how many records of a run are new to the warehouse.
-- Parameters: topic, first_offset.
-- Returns: distinct_records, known_before.
{{include expressions/copies_counted
  digest: {{include expressions/short_digest}}
}}
