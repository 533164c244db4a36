-- What each flow gives to which operation and month (METHOD 3). Parameters: as_of, scope (see 20_flow.sql).

-- Days on which a country is on an official list, or on the analysts' list of offshore centres: the first span, and the others.
CREATE OR REPLACE VIEW offshore_span AS
SELECT place, spans[1].1 AS first_from, spans[1].2 AS first_to, arrayFilter(x -> x.2 > first_to, arrayPopFront(spans)) AS later_spans
FROM (
  SELECT place, arraySort(x -> (x.1, -x.2), groupArray((toInt32(first_day), ifNull(toInt32(day_after), toInt32(120530))))) AS spans
  FROM (
    SELECT country AS place, listed_from AS first_day, listed_to AS day_after FROM jurisdiction FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'jurisdiction')
    UNION ALL
    SELECT country, centre_from, centre_to FROM offshore_centre FINAL
    WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'offshore_centre')
  )
  GROUP BY place
);

-- Monthly rates as a constant table, which is much cheaper than a join: rates are whole numbers of 1e-10 EUR per unit, looked up by a number made of
-- the three letters and the month. The row of zeros is there because a table without rows would have no type.
CREATE OR REPLACE VIEW rate_table AS
SELECT groupArray(rate_key) AS keys, groupArray(rate) AS rates
FROM (
  SELECT toUInt64(reinterpretAsUInt32(toString(currency))) * 1000000 + toUInt64(replaceAll(period, '-', '')) AS rate_key, toInt64(eur_per_unit * 10000000000) AS rate
  FROM fx_rate FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx') AND length(period) = 7
  UNION ALL
  SELECT toUInt64(0), toInt64(0)
);

-- The source group that a source counts under: itself, or the first of the sources that an analyst declared disjoint; a declaration for one
-- network goes before one for all networks. As constant tables, because most warehouses have no declaration.
CREATE OR REPLACE VIEW source_group AS
SELECT
  groupArray(concat(toString(length(own_network)), ' ', own_network, own_source)) AS network_keys, groupArray(own_group) AS network_groups,
  groupArrayIf(own_source, own_network = '') AS keys, groupArrayIf(own_group, own_network = '') AS groups
FROM (
  SELECT toString(network) AS own_network, toString(source) AS own_source, toString(source_group) AS own_group FROM disjoint_source FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'disjoint_source')
);

-- Adds the exchange rate and whether the account is offshore.
--   rate: the lower of the rates of value date and statement date, 0 when there is none; for an unknown reversal the higher.
CREATE OR REPLACE VIEW flow_valued_at AS
WITH
  (SELECT (keys, rates) FROM rate_table) AS fx,
  toUInt64(reinterpretAsUInt32(currency)) * 1000000 AS currency_key,
  if(isNull(value_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(value_date)), fx.1, fx.2, toInt64(0))) AS value_rate,
  if(isNull(statement_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(statement_date)), fx.1, fx.2, toInt64(0))) AS statement_rate,
  toUInt64(reinterpretAsUInt32(target_currency)) * 1000000 AS target_key,
  -- Only a reversal asks whether its target has a rate.
  (first_standing = 'reversal' AND target_currency NOT IN ('EUR', currency)) AS asks_target,
  if(asks_target AND isNotNull(value_date), transform(target_key + toYYYYMM(assumeNotNull(value_date)), fx.1, fx.2, toInt64(0)), 0) AS target_value_rate,
  if(asks_target AND isNotNull(statement_date), transform(target_key + toYYYYMM(assumeNotNull(statement_date)), fx.1, fx.2, toInt64(0)), 0) AS target_statement_rate
SELECT
  f.source AS source, f.flow_id AS flow_id, f.revision AS revision, f.sha256 AS sha256, f.known_at AS known_at, f.network AS network, f.reported_line AS reported_line,
  f.publisher_account AS publisher_account, f.amount AS amount, f.currency AS currency, f.status AS status, f.basis AS basis,
  f.account_country AS account_country, f.account_country_from AS account_country_from,
  f.line AS line, f.site_domain AS site_domain, f.share_domains AS share_domains, f.shares AS shares, f.period_start AS period_start, f.period_end AS period_end,
  f.value_date AS value_date, f.statement_date AS statement_date, f.target_basis AS target_basis, f.target_network AS target_network,
  multiIf(
    currency = 'EUR', toInt64(10000000000),
    value_rate = 0 OR statement_rate = 0 OR first_standing = 'unknown_reversal', greatest(value_rate, statement_rate),
    least(value_rate, statement_rate)) AS rate,
  -- A flow without a rate does not count, so what takes it back takes back nothing. In its own currency the rate is the same.
  CAST(multiIf(
    asks_target AND target_value_rate = 0 AND target_statement_rate = 0, 'idle_reversal',
    first_standing = 'reversal' AND target_currency = currency AND rate = 0, 'idle_reversal',
    first_standing IN ('paid', 'reversal', 'unknown_reversal') AND rate = 0, 'unconverted',
    first_standing), 'LowCardinality(String)') AS standing,
  -- The day on which the place of the account is judged: of the money, else of the statement, else of the service.
  assumeNotNull(coalesce(value_date, statement_date, period_end)) AS place_day,
  ((o.first_from <= toInt32(place_day) AND toInt32(place_day) < o.first_to)
    OR (notEmpty(o.later_spans) AND arrayExists(r -> r.1 <= toInt32(place_day) AND toInt32(place_day) < r.2, o.later_spans))) AS is_offshore
FROM flow_standing_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}) AS f
LEFT ANY JOIN offshore_span AS o ON f.account_country = o.place
SETTINGS join_use_nulls = 0;

-- Contractual publisher shares as spans of days with the lowest share of each; -1: none.
CREATE OR REPLACE VIEW share_span AS
SELECT
  network AS share_network, share_line,
  arraySort(arrayDistinct(arrayConcat([toInt32(-25567)], arrayMap(r -> r.1, rows), arrayMap(r -> r.2 + 1, rows)))) AS share_from,
  arrayMap(day -> arrayMin(arrayConcat([toInt32(2000000)], arrayMap(r -> r.3, arrayFilter(r -> r.1 <= day AND day <= r.2, rows)))), share_from) AS lowest,
  arrayMap(share -> if(share = 2000000, toInt32(-1), share), lowest) AS share_low
FROM (
  SELECT network, toString(line) AS share_line, groupArray((toInt32(valid_from), toInt32(valid_to), toInt32(reinterpretAsInt64(low)))) AS rows
  FROM rate_card FINAL
  WHERE factor = 'contractual_publisher_share' AND version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'rate_card')
  GROUP BY network, share_line
);

-- Parts of flows. A flow is cut into pieces by site share, a piece into cells by operation, month and publisher share. Most flows
-- are plain: net, and of one operation on all days; they are cut by month alone. Any other is looked at day by day.
--   operation: empty when the part goes to nobody; reason then says why.   days, period_days: service days of the part, of the flow.
--   part: 1e-10 EUR, truncated.   is_apportioned: the part rests on even_spread.
--   site_share, publisher_share: millionths.   share_index: position among the proven shares, 0 for a flow with one site.
CREATE OR REPLACE VIEW flow_part_at AS
SELECT
  source, flow_id, revision, sha256, known_at, standing, network, line, currency, amount, rate, account_country, is_offshore, share_index, site, site_share, period_days,
  if(is_plain, plain_operation, cell.1) AS operation,
  cell.2 AS month, cell.3 AS publisher_share, cell.4 AS days,
  CAST(multiIf(standing = 'unconverted', 'unconverted', site = '', 'unattributed', operation = '', 'ambiguous_operation', publisher_share < 0, 'gross_without_share', ''), 'LowCardinality(String)') AS reason,
  days < period_days AS is_apportioned,
  -- amount has 4 decimals, rate 10, the shares 6 each; Int128 holds the product of a flow without shares, whatever the amount.
  multiIf(
    site_share = 1000000 AND publisher_share = 1000000 AND days = period_days, intDiv(toInt128(reinterpretAsInt64(amount)) * rate, toInt128(10000)),
    site_share = 1000000 AND publisher_share = 1000000, intDiv(toInt128(reinterpretAsInt64(amount)) * rate * days, toInt128(10000) * period_days),
    toInt128(intDiv(toInt256(reinterpretAsInt64(amount)) * rate * site_share * greatest(publisher_share, 0) * days, toInt256('10000000000000000') * period_days))) AS part
FROM (
  SELECT *,
    arrayMap(
      n -> (
        '',
        toYYYYMM(addMonths(first_month, n)),
        toInt32(1000000),
        least(toInt32(period_end), toInt32(addMonths(first_month, n + 1)) - 1) - greatest(toInt32(period_start), toInt32(addMonths(first_month, n))) + 1),
      range(if(is_plain AND month_count > 1, toUInt32(month_count), 0))) AS month_cells,
    arrayMap(
      d -> (
        if(site = '' OR empty(span_from), site, span_operation[arrayLastIndex(x -> x <= d, span_from)]),
        toYYYYMM(toDate32(d)),
        -- A net amount is the publisher's own. Gross counts at the contractual share, else not at all (-1). What takes a counting
        -- flow back follows that flow, and takes back in full where its own share is unknown.
        multiIf(
          takes_back_gross AND (empty(target_share_from) OR target_share[arrayLastIndex(x -> x <= d, target_share_from)] < 0), toInt32(-1),
          basis = 'net', toInt32(1000000),
          notEmpty(own_share_from) AND own_share[arrayLastIndex(x -> x <= d, own_share_from)] >= 0, own_share[arrayLastIndex(x -> x <= d, own_share_from)],
          standing = 'reversal', toInt32(1000000),
          toInt32(-1))),
      range(if(is_plain, 0, toInt32(period_start)), if(is_plain, 0, toInt32(period_end) + 1))) AS day_cells,
    multiIf(
      NOT is_plain, arrayMap(c -> (c.1, c.2, c.3, toInt32(countEqual(day_cells, c))), arrayDistinct(day_cells)),
      month_count = 1, [('', toYYYYMM(period_start), toInt32(1000000), period_days)],
      month_cells) AS cells
  FROM (
    SELECT *,
      -- Few flows are gross; for them the spans of contractual shares are found in a constant table.
      if(own_index = 0, [], contract.2[own_index]) AS own_share_from, if(own_index = 0, [], contract.3[own_index]) AS own_share,
      if(target_index = 0, [], contract.2[target_index]) AS target_share_from, if(target_index = 0, [], contract.3[target_index]) AS target_share,
      (standing = 'reversal' AND target_basis = 'gross') AS takes_back_gross,
      (toYear(period_end) - toYear(period_start)) * 12 + toMonth(period_end) - toMonth(period_start) + 1 AS month_count,
      -- Not toStartOfMonth: it gives a 16-bit date, which begins in 1970 and ends in 2149 (docs/decisions/0004).
      makeDate32(toYear(period_start), toMonth(period_start), 1) AS first_month
    FROM (
      WITH
        (SELECT (groupArray(concat(share_network, ' ', share_line)), groupArray(share_from), groupArray(share_low)) FROM share_span) AS contract_table,
        arrayLastIndex(d -> d <= toInt32(period_start), s.span_from) AS span
      SELECT f.*, s.span_from AS span_from, s.span_operation AS span_operation, contract_table AS contract,
        if(empty(s.span_from), site, s.span_operation[span]) AS plain_operation,
        (site != '' AND basis = 'net' AND target_basis = 'net' AND (empty(s.span_from) OR span = length(s.span_from) OR s.span_from[span + 1] > toInt32(period_end))) AS is_plain,
        if(basis = 'net', toUInt64(0), indexOf(contract_table.1, concat(toString(network), ' ', toString(line)))) AS own_index,
        if(target_basis = 'net', toUInt64(0), indexOf(contract_table.1, concat(toString(target_network), ' ', toString(line)))) AS target_index
      FROM (
        SELECT
          source, flow_id, revision, sha256, known_at, standing, network, line, currency, amount, rate, basis, target_basis, target_network,
          account_country, is_offshore, period_start, period_end, toInt32(period_end) - toInt32(period_start) + 1 AS period_days,
          -- 0: the one site; from 1: a proven share; -1: what no share is proven for, which goes to nobody.
          piece AS share_index,
          multiIf(piece = 0, site_domain, piece = -1, '', share_domains[piece]) AS site,
          multiIf(piece = 0, toInt32(1000000), piece = -1, 1000000 - toInt32(arraySum(x -> reinterpretAsInt32(x), shares)), reinterpretAsInt32(shares[piece])) AS site_share
        FROM flow_valued_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
        ARRAY JOIN if(site_domain != '', [toInt32(0)], arrayConcat(arrayMap(x -> toInt32(x), arrayEnumerate(shares)), [toInt32(-1)])) AS piece
        WHERE standing IN ('paid', 'accrued', 'reversal', 'unknown_reversal', 'unconverted') AND (piece != -1 OR site_share > 0)
      ) AS f
      LEFT ANY JOIN site_span_at(as_of = {as_of:DateTime64(3)}) AS s ON f.site = s.span_site
      SETTINGS join_use_nulls = 0
    )
  )
)
ARRAY JOIN cells AS cell;

-- The same for the plain flows of a run, already summed: a plain flow has one part, its whole amount at its rate, so nothing need be cut. Nine flows in
-- ten are plain, and this is what they cost. Parameters: as_of, scope, without. Sums as in source_sum_at (40_documented.sql).
CREATE OR REPLACE VIEW plain_sum_at AS
WITH
  (SELECT (keys, rates) FROM rate_table) AS fx,
  toUInt64(reinterpretAsUInt32(currency)) * 1000000 AS currency_key,
  if(isNull(value_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(value_date)), fx.1, fx.2, toInt64(0))) AS value_rate,
  if(isNull(statement_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(statement_date)), fx.1, fx.2, toInt64(0))) AS statement_rate,
  multiIf(
    currency = 'EUR', toInt64(10000000000),
    value_rate = 0 OR statement_rate = 0, greatest(value_rate, statement_rate),
    least(value_rate, statement_rate)) AS rate,
  toInt32(assumeNotNull(coalesce(value_date, statement_date, period_end))) AS place_day,
  ((o.first_from <= place_day AND place_day < o.first_to) OR (notEmpty(o.later_spans) AND arrayExists(r -> r.1 <= place_day AND place_day < r.2, o.later_spans))) AS is_offshore,
  has({without:Array(String)}, 'rung:L0') AS is_left_out,
  intDiv(toInt128(reinterpretAsInt64(amount)) * rate, toInt128(10000)) AS part
SELECT
  if(s.longest_site = '', f.site_domain, s.longest_operation) AS operation, toYYYYMM(period_start) AS month, network, line, source,
  sumIf(part, status = 'paid') AS paid,
  sumIf(part, status = 'paid' AND is_offshore) AS offshore_sum,
  sumIf(part, status = 'accrued') AS accrued_sum,
  countIf(status = 'paid' AND rate > 0) AS has_paid,
  if(is_left_out, toInt128(0), paid) AS kept,
  if(is_left_out, toInt128(0), offshore_sum) AS offshore,
  if(is_left_out, toInt128(0), accrued_sum) AS accrued,
  if(is_left_out, 0, has_paid) AS has_kept
FROM (
  SELECT source, flow_id, network, line, currency, amount, status, site_domain, period_start, period_end, value_date, statement_date, account_country
  FROM flow_record
  WHERE known_at <= {as_of:DateTime64(3)}
    AND (NOT startsWith({scope:String}, 'some') OR site_domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site'))
    AND cityHash64(source, flow_id) NOT IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String})
) AS f
LEFT ANY JOIN (SELECT longest_site, longest_operation FROM site_longest_span_at(as_of = {as_of:DateTime64(3)})) AS s ON f.site_domain = s.longest_site
LEFT ANY JOIN offshore_span AS o ON f.account_country = o.place
GROUP BY operation, month, network, line, source
SETTINGS join_use_nulls = 0;
