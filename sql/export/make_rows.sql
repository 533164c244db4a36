-- Purpose: an empty table that the rows of one export are copied into, so that all its formats hold
-- the same. Templates: rows, source.
-- Parameters: those of the source.
CREATE TABLE {{rows}} {{on_cluster}} ENGINE = {{engine MergeTree}} ORDER BY export_row
EMPTY AS SELECT toUInt64(0) AS export_row, s.* FROM (
{{source}}
) AS s
