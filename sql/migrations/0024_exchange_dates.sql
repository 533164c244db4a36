-- `explain` shows of which day, and from which table, each exchange rate is.

ALTER TABLE explained_flow_of {{on_cluster}}
  ADD COLUMN IF NOT EXISTS value_date Nullable(Date32) COMMENT 'of a reversal that of what it takes back',
  ADD COLUMN IF NOT EXISTS statement_date Nullable(Date32) COMMENT 'of a reversal that of what it takes back';
