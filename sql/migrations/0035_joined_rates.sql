-- Tables of exchange rates by day are joined and never replaced; pegs of assets and other names of
-- networks are lists of their own (docs/decisions/0037-joined-rate-tables.md).

ALTER TABLE reference_version {{on_cluster}}
  ADD COLUMN IF NOT EXISTS parts Array(String)
    COMMENT 'of fx_daily: the versions of the tables that are joined in this one; else empty',
  ADD COLUMN IF NOT EXISTS withdrawn Array(String)
    COMMENT 'of fx_daily: versions that a person took out',
  ADD COLUMN IF NOT EXISTS reason String
    COMMENT 'why a table was taken out; empty: none was';

ALTER TABLE fx_rate {{on_cluster}}
  COMMENT COLUMN IF EXISTS period 'YYYY-MM';

ALTER TABLE fx_rate {{on_cluster}}
  MODIFY COMMENT 'monthly averages of exchange rates';

CREATE TABLE IF NOT EXISTS daily_rate {{on_cluster}} (
  version LowCardinality(String)
    COMMENT 'the table that brought the rate: one of the parts of a reference_version fx_daily',
  currency LowCardinality(String) COMMENT 'ISO 4217, or an asset such as USDT',
  day Date32 COMMENT 'day of publication',
  source LowCardinality(String) COMMENT 'who published the rate; ecb: the European Central Bank',
  quoted_in LowCardinality(String) COMMENT 'EUR or USD: what per_unit counts',
  per_unit Decimal(28, 10)
    COMMENT 'how much of quoted_in one unit of the currency cost, cut after 10 decimals'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, currency, day, source)
COMMENT 'exchange rates by day, of each table that was loaded';

-- A row for each currency instead of each day: 200,000 rates enter in 60 ms instead of 300.
CREATE TABLE IF NOT EXISTS daily_rate_door {{on_cluster}} (
  version String COMMENT 'as in daily_rate',
  currency String COMMENT 'as in daily_rate',
  source String COMMENT 'as in daily_rate',
  quoted_in String COMMENT 'as in daily_rate',
  days Array(Date32) COMMENT 'the days of the rates',
  per_unit Array(Decimal(28, 10)) COMMENT 'the rate of each of the days'
) ENGINE = Null
COMMENT 'door of daily_rate: empty';

CREATE MATERIALIZED VIEW IF NOT EXISTS daily_rate_through {{on_cluster}} TO daily_rate AS
SELECT
  version,
  currency,
  own_day AS day,
  source,
  quoted_in,
  own_rate AS per_unit
FROM daily_rate_door
ARRAY JOIN
  days AS own_day,
  per_unit AS own_rate;

CREATE TABLE IF NOT EXISTS peg {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  code LowCardinality(String) COMMENT 'the asset or currency that has the rate',
  currency LowCardinality(String) COMMENT 'the currency that it is worth, ISO 4217',
  units Decimal(28, 10) COMMENT 'units of the currency for one unit of the asset',
  valid_from Date32 COMMENT 'first day',
  valid_to Date32 COMMENT 'last day, included',
  reason String COMMENT 'why the office values it so',
  approved_by Array(String) COMMENT 'who approved the row',
  status LowCardinality(String)
    COMMENT 'approved: two different names approved it; draft: it counts nowhere'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, code, currency, valid_from)
COMMENT 'assets that the office values as an amount of a currency; none ships';

CREATE TABLE IF NOT EXISTS network_name_listed {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  network String COMMENT 'network, as its domain where it has one',
  name String COMMENT 'another name of it; empty: the row gives none',
  is_conduit UInt8 COMMENT '1: it pays for others, so its name says nothing about who paid',
  valid_from Date32 COMMENT 'first day',
  reason String COMMENT 'why the row is listed',
  source String COMMENT 'where it was read',
  network_key String COMMENT 'network as it is compared (M-NETWORK)',
  name_key String COMMENT 'the other name as it is compared; empty: none'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, network, name)
COMMENT 'other names of networks, and names that pay for others';
