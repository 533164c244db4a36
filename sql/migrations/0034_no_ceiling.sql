-- The upper limit of a floor was never computed: the column was null in every row. The likely range
-- and the ceiling of the measured audience are figures of `explain`
-- (docs/decisions/0023-likely-range-and-ceiling.md).

ALTER TABLE floor_revision {{on_cluster}} DROP COLUMN IF EXISTS ceiling_eur;

ALTER TABLE floor_work {{on_cluster}} DROP COLUMN IF EXISTS ceiling_eur;
