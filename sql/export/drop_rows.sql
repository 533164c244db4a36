-- Purpose: drops copied rows.
-- Words: rows.
DROP TABLE IF EXISTS {{rows}} {{on_cluster}}
