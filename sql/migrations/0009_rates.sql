-- Exchange rates by day, fixed conversion rates of the euro, who approved a rate, and where a
-- version of reference data came from.

ALTER TABLE reference_version {{on_cluster}}
  ADD COLUMN IF NOT EXISTS origin LowCardinality(String) DEFAULT 'shipped' COMMENT 'shipped: a file of the program; loaded: from `plancher reference`, and then no file of the program takes its place',
  COMMENT COLUMN IF EXISTS name 'fx, fx_daily, euro_conversion, jurisdiction, offshore_centre, rate_card or disjoint_source';

ALTER TABLE fx_rate {{on_cluster}}
  COMMENT COLUMN IF EXISTS period 'YYYY-MM for a monthly average (fx), YYYY-MM-DD for the rate of a day (fx_daily)';

CREATE TABLE IF NOT EXISTS euro_conversion {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  currency LowCardinality(String) COMMENT 'ISO 4217, of a state that adopted the euro',
  fixed_from Date32 COMMENT 'day on which the state adopted the euro; the rate holds from then on',
  units_per_eur Decimal(28, 10) COMMENT 'as the regulation has it',
  eur_per_unit Decimal(28, 10) COMMENT 'EUR per unit of currency, truncated to 10 decimals (METHOD 3)',
  source String COMMENT 'the regulation'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, currency)
COMMENT 'irrevocably fixed conversion rates of the euro';

ALTER TABLE rate_card {{on_cluster}}
  ADD COLUMN IF NOT EXISTS device LowCardinality(String) DEFAULT 'all' COMMENT 'device of the audience: all, desktop, mobile or tablet',
  ADD COLUMN IF NOT EXISTS unit String COMMENT 'what low and high count, in words',
  ADD COLUMN IF NOT EXISTS approved_by Array(String) COMMENT 'who approved the row',
  ADD COLUMN IF NOT EXISTS status LowCardinality(String) DEFAULT 'draft' COMMENT 'approved: two different names approved it; draft: it counts nowhere';
