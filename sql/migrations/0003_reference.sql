-- Reference data by content version. A version is never changed, only followed by another. Tables
-- of exchange rates by day are joined (docs/decisions/0037-joined-rate-tables.md).

CREATE TABLE IF NOT EXISTS reference_version {{on_cluster}} (
  name LowCardinality(String) COMMENT 'name of the reference table',
  version String COMMENT 'version label, then the first 12 digits of the SHA-256 of the content',
  loaded_at DateTime64(3, 'UTC') COMMENT 'when this version became the current one',
  origin LowCardinality(String) DEFAULT 'shipped'
    COMMENT 'shipped: a file of the program; loaded: from `plancher reference`, and then no file of the program takes its place',
  parts Array(String)
    COMMENT 'of fx_daily: the versions of the tables that are joined in this one; else empty',
  withdrawn Array(String) COMMENT 'of fx_daily: versions that a person took out',
  reason String COMMENT 'why a table was taken out; empty: none was'
) ENGINE = {{engine ReplacingMergeTree(loaded_at)}}
ORDER BY (name, version)
COMMENT 'the version of each reference table that was loaded last is in force';

CREATE TABLE IF NOT EXISTS fx_rate {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  currency LowCardinality(String) COMMENT 'ISO 4217',
  period String COMMENT 'YYYY-MM',
  eur_per_unit Decimal(28, 10)
    COMMENT 'EUR per unit of currency, cut after 10 decimals'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, currency, period)
COMMENT 'monthly averages of exchange rates';

CREATE TABLE IF NOT EXISTS euro_conversion {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  currency LowCardinality(String) COMMENT 'ISO 4217, of a state that adopted the euro',
  fixed_from Date32 COMMENT 'day on which the state adopted the euro; the rate holds from then on',
  units_per_eur Decimal(28, 10) COMMENT 'as the regulation has it',
  eur_per_unit Decimal(28, 10)
    COMMENT 'EUR per unit of currency, cut after 10 decimals',
  source String COMMENT 'the regulation'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, currency)
COMMENT 'irrevocably fixed conversion rates of the euro';

CREATE TABLE IF NOT EXISTS jurisdiction {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  list LowCardinality(String) COMMENT 'official list, such as FR_ETNC or FATF_GREY',
  country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2',
  listed_from Date32 COMMENT 'first day on the list, by publication',
  listed_to Nullable(Date32) COMMENT 'first day off the list again; null: still listed',
  legal_from Nullable(Date32) COMMENT 'first day of legal effect, which may lie before publication',
  source String COMMENT 'where the dates were read',
  grade LowCardinality(String) COMMENT 'read, snapshot or from_memory'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, list, country, listed_from)
COMMENT 'dated official lists of jurisdictions';

CREATE TABLE IF NOT EXISTS offshore_centre {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2',
  centre_from Date32 COMMENT 'first day',
  centre_to Nullable(Date32) COMMENT 'first day after; null: until further notice',
  reason String COMMENT 'why an analyst calls it a usual payout place',
  grade LowCardinality(String) COMMENT 'grade of the reason'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, country, centre_from)
COMMENT 'analyst-owned list of offshore centres; not a legal list';

CREATE TABLE IF NOT EXISTS rate_card {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  id String COMMENT 'row of the card',
  factor LowCardinality(String) COMMENT 'what the row is a rate of (docs/method.md)',
  line LowCardinality(String) COMMENT 'line of revenue',
  network String COMMENT 'network; empty: any',
  country String COMMENT 'country of the audience; empty: any',
  valid_from Date32 COMMENT 'first day',
  valid_to Date32 COMMENT 'last day, included',
  currency LowCardinality(String) COMMENT 'currency of a price; empty for shares and counts',
  low Decimal(18, 6) COMMENT 'lower end of the interval',
  high Decimal(18, 6) COMMENT 'upper end of the interval',
  source String COMMENT 'where it was read',
  grade LowCardinality(String) COMMENT 'published, observed or assumption',
  device LowCardinality(String) DEFAULT 'all'
    COMMENT 'device of the audience: all, desktop, mobile or tablet',
  unit String COMMENT 'what low and high count, in words',
  approved_by Array(String) COMMENT 'who approved the row',
  status LowCardinality(String) DEFAULT 'draft'
    COMMENT 'approved: two different names approved it; draft: it counts nowhere'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, id)
COMMENT 'rates as intervals';

CREATE TABLE IF NOT EXISTS disjoint_source {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  declaration UInt32
    COMMENT 'position of the declaration in the file, from 1',
  network String COMMENT 'network; empty: any',
  source LowCardinality(String) COMMENT 'source'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, declaration, network, source)
COMMENT 'sources that an analyst declared to report different payments';

CREATE TABLE IF NOT EXISTS audience_policy {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  source LowCardinality(String) COMMENT 'the panel',
  permits LowCardinality(String)
    COMMENT 'primary: the panel goes before others; unquantified: its measurements without panel size may be shown',
  valid_from Date32 COMMENT 'first day; the policy holds for months that lie in it wholly',
  valid_to Date32 COMMENT 'last day, included',
  declared_on Date32
    COMMENT 'day of the declaration; it holds for months whose measurements all came later',
  declared_by String COMMENT 'who declared it, by role',
  reason String COMMENT 'why'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, permits, source, valid_from)
COMMENT 'which panel goes before others, and which may be shown without a sampling limit, declared before the figures came';

CREATE TABLE IF NOT EXISTS reference_case {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  number UInt32 COMMENT 'position in the file, from 1',
  case_id String COMMENT 'name of the case in the file',
  site String COMMENT 'name of the site or operation',
  names Array(String)
    COMMENT 'names by which the case is left out for its own operation: domains, and the name in lower case with hyphens',
  unit LowCardinality(String)
    COMMENT 'visitors, visits or page_views of one month; empty outside the reference class',
  eur_per_unit Decimal(28, 10)
    COMMENT 'revenue of a month per unit of audience, truncated to 10 decimals; 0 outside the reference class',
  refusal String COMMENT 'why the case is not in the reference class; empty: it is',
  source String COMMENT 'where the case was read',
  audience_value Nullable(UInt64) COMMENT 'the audience figure; null: not published',
  audience_unit LowCardinality(Nullable(String))
    COMMENT 'what one of the audience is, such as unique_visitors_month; null: not said',
  audience_statistic LowCardinality(Nullable(String))
    COMMENT 'value, average, peak or total; null: not said',
  audience_scope LowCardinality(Nullable(String))
    COMMENT 'one_site or several_sites; null: not said',
  audience_basis LowCardinality(Nullable(String))
    COMMENT 'who measured the audience, such as mediametrie; null: not said',
  audience_country LowCardinality(Nullable(String)) COMMENT 'ISO 3166-1 alpha-2; null: not said',
  revenue_amount Nullable(Decimal(18, 4))
    COMMENT 'the revenue figure in its currency; null: not published',
  revenue_currency LowCardinality(Nullable(String)) COMMENT 'ISO 4217; null: not said',
  revenue_line LowCardinality(Nullable(String))
    COMMENT 'advertising, another line of revenue, or all_lines; null: not said',
  revenue_basis LowCardinality(Nullable(String))
    COMMENT 'how the figure was established, such as court_finding; null: not said',
  revenue_measure LowCardinality(Nullable(String))
    COMMENT 'received, gross or profit; null: not said',
  revenue_bound LowCardinality(Nullable(String))
    COMMENT 'exact, at_least, at_most or about; null: not said',
  revenue_scope LowCardinality(Nullable(String))
    COMMENT 'one_site, part or several_sites; null: not said',
  period_from Nullable(Date32) COMMENT 'first day of the period; null: not said',
  period_to Nullable(Date32) COMMENT 'last day of the period; null: not said',
  period_edges LowCardinality(Nullable(String))
    COMMENT 'exact: of all days of the period; within: of a time in it; null: not said',
  period_per LowCardinality(Nullable(String))
    COMMENT 'what the revenue is per: month, year or whole; null: not said'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, number)
COMMENT 'published cases in enumerated fields (reference/README.md), and whether they are in the class';

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
