-- The records as they were written, one row for each line of the files. The generator writes names
-- of properties and accounts in their one form, so M-PROPERTY and M-ACCOUNT have nothing to change.
-- Needs: the variables flow_files, site_files and account_files. The tables rate (currency, day,
-- low, high in 1e-10 EUR: M-RATE) and network (name, key: M-NETWORK) are loaded after this file.
CREATE OR REPLACE MACRO month_of(day) AS year(day) * 12 + month(day) - 1;
CREATE OR REPLACE MACRO first_day_of(month) AS make_date(month // 12, month % 12 + 1, 1);
-- Cut up: what takes back is never too small.
CREATE OR REPLACE MACRO cut_up(value, divisor) AS (value + divisor - 1) // divisor;
-- Money of two keys may be of one network.
CREATE OR REPLACE MACRO may_be_one(one, other) AS one = other OR one = '' OR other = '';

CREATE OR REPLACE TABLE written AS
FROM read_json(
  getvariable('flow_files'),
  format = 'newline_delimited',
  columns = {
    source: 'VARCHAR', flow_id: 'VARCHAR', revision: 'INTEGER', network: 'VARCHAR',
    line: 'VARCHAR', publisher_account: 'VARCHAR', site: 'VARCHAR',
    site_shares: 'STRUCT(site VARCHAR, share VARCHAR)[]',
    period_start: 'DATE', period_end: 'DATE', value_date: 'DATE', statement_date: 'DATE',
    amount: 'VARCHAR', currency: 'VARCHAR', status: 'VARCHAR', basis: 'VARCHAR',
    reverses: 'STRUCT(source VARCHAR, flow_id VARCHAR)',
    upstream: 'STRUCT(source VARCHAR, flow_id VARCHAR)[]',
    payee: 'STRUCT(account VARCHAR)'
  }
);

-- Texts with few values, as numbers that sort as the texts do.
CREATE TYPE source_name AS ENUM (SELECT DISTINCT source FROM written ORDER BY source);
CREATE TYPE currency_code AS ENUM (SELECT DISTINCT currency FROM written ORDER BY currency);
CREATE TYPE line_name AS ENUM ('subscription', 'donation', 'file_host', 'other', 'advertising');

CREATE OR REPLACE TABLE flow_record AS
SELECT
  CAST(source AS source_name) AS source,
  flow_id,
  coalesce(revision, 1) AS revision,
  network,
  CAST(coalesce(line, 'other') AS line_name) AS line,
  coalesce(publisher_account, '') AS account,
  site,
  site_shares,
  period_start,
  period_end,
  value_date,
  statement_date,
  CAST(CAST(amount AS DECIMAL(38, 8)) * 100000000 AS BIGINT) AS amount,
  CAST(currency AS currency_code) AS currency,
  status,
  basis,
  reverses,
  upstream,
  payee.account AS payee
FROM written;

DROP TABLE written;

CREATE OR REPLACE TABLE site AS
SELECT DISTINCT site AS property, operation
FROM read_json(
  getvariable('site_files'),
  format = 'newline_delimited',
  columns = {site: 'VARCHAR', operation: 'VARCHAR'}
);

CREATE OR REPLACE TABLE account AS
SELECT DISTINCT account, operation
FROM read_json(
  getvariable('account_files'),
  format = 'newline_delimited',
  columns = {account: 'VARCHAR', operation: 'VARCHAR'}
);
