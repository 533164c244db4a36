-- Purpose: drops copied rows. Template: rows.
DROP TABLE IF EXISTS {{rows}} {{on_cluster}}
