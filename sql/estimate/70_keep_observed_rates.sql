-- Purpose: what payments and panels show of two rates: EUR that the publisher was paid for 1000
-- impressions (cpm), and paid impressions for each page view that a panel measured (fill_rate).
-- Only advertising enters that counts in a floor, goes to one operation as a whole, and has
-- impressions and a service period within one month. A flow of which take-backs left nothing shows
-- no price and no paid impression: valid_traffic_share of the card is about these. Flows do not say
-- where their audience was: only the pages of a fill have a country.
-- Parameters: epoch, sequence, run_id (of the run whose rulings are read).
INSERT INTO observed_rate (
  epoch,
  factor,
  network,
  country,
  period,
  operation,
  lowest,
  middle,
  highest
)
WITH
  -- A line that several payments pay has a row for each of them.
  ruled AS (
    SELECT
      source,
      flow_id,
      any(ruling.revision) AS ruled_revision,
      any(ruling.sha256) AS ruled_sha256,
      any(ruling.operation) AS operation,
      any(toString(ruling.network_key)) AS network_key,
      sum(ruling.left_eur) AS eur
    FROM flow_ruling AS ruling FINAL
    WHERE epoch = {epoch:UInt64}
      AND sequence = {sequence:UInt64}
      AND run_id = {run_id:String}
      AND line = 'advertising'
      -- Few flows have impressions.
      AND cityHash64(source, flow_id) IN (
        SELECT flow_hash
        FROM flow_record
        WHERE impressions > 0)
    GROUP BY source, flow_id
    HAVING uniqExact(ruling.operation) = 1
      AND max(ruling.rule != '') = 0
      AND eur > 0
  ),
  -- The same row may still be there twice. Shares of several sites say nothing of impressions.
  shown AS (
    SELECT
      source,
      flow_id,
      revision,
      sha256,
      property,
      impressions AS seen,
      {{include expressions/month_of_time
        time: period_start
      }} AS month
    FROM flow_record
    WHERE impressions > 0
      AND line = 'advertising'
      AND empty(site_shares)
      AND toYYYYMM(period_start) = toYYYYMM(period_end)
    LIMIT 1 BY source, flow_id, revision, sha256
  ),
  counting AS (
    SELECT
      operation,
      network_key,
      property,
      month,
      seen,
      -- In 1e-10 EUR.
      reinterpretAsInt128(eur) AS left_of_it
    FROM shown
    INNER JOIN ruled
      ON shown.source = ruled.source
        AND shown.flow_id = ruled.flow_id
        AND shown.revision = ruled_revision
        AND shown.sha256 = ruled_sha256
  ),
  -- Of each network, and of all together.
  paid AS (
    SELECT
      operation,
      arrayJoin(arrayDistinct([network_key, ''])) AS network,
      month,
      sum(left_of_it) AS left_of_month,
      sum(toInt128(seen)) AS seen_of_month
    FROM counting
    GROUP BY operation, network, month
  ),
  latest_measurement AS (
    {{include expressions/latest_revision
      rows: panel_record
      id: record_id
    }}
  ),
  device_pages AS (
    SELECT
      source,
      property,
      toString(country) AS country,
      month,
      device,
      max(page_views) AS most
    FROM latest_measurement
    WHERE contents = 1
      AND page_views > 0
      AND property != ''
    GROUP BY source, property, country, month, device
  ),
  -- As M-PLACES: all devices, or the sum of single ones where that is more.
  panel_pages AS (
    SELECT
      source,
      property,
      country,
      month,
      greatest(
        maxIf(toInt128(most), device = 'all'),
        sumIf(toInt128(most), device != 'all')) AS of_panel
    FROM device_pages
    GROUP BY source, property, country, month
  ),
  -- Of several panels the one that saw most.
  measured AS (
    SELECT
      property,
      country,
      month,
      max(of_panel) AS pages
    FROM panel_pages
    GROUP BY property, country, month
  ),
  seen_on_property AS (
    SELECT
      operation,
      property,
      month,
      sum(toInt128(seen)) AS impressions_of_it
    FROM counting
    WHERE property != ''
    GROUP BY operation, property, month
  ),
  filled AS (
    SELECT
      operation,
      country,
      month,
      sum(impressions_of_it) AS impressions_of_month,
      sum(pages) AS pages_of_month
    FROM seen_on_property
    INNER JOIN measured USING (property, month)
    GROUP BY operation, country, month
  ),
  -- In millionths, as a quotient: money has 10 decimals, and 1000 impressions have a price.
  monthly AS (
    SELECT
      'cpm' AS factor,
      network,
      '' AS country,
      operation,
      month,
      left_of_month AS value,
      seen_of_month * 10 AS by
    FROM paid
    UNION ALL
    SELECT
      'fill_rate',
      '',
      country,
      operation,
      month,
      impressions_of_month * 1000000,
      pages_of_month
    FROM filled
  ),
  -- One operation is one member, however many months it has.
  member AS (
    SELECT
      factor,
      network,
      country,
      substring(month, 1, 4) AS period,
      operation,
      min(intDiv(value, by)) AS lowest_month,
      arraySort(groupArray(intDiv(value, by))) AS months,
      max(intDiv(value + by - 1, by)) AS highest_month
    FROM monthly
    GROUP BY factor, network, country, period, operation
  )
SELECT
  {epoch:UInt64},
  factor,
  network,
  country,
  period,
  operation,
  lowest_month,
  months[intDiv(length(months) + 1, 2)],
  highest_month
FROM member
SETTINGS join_use_nulls = 0
