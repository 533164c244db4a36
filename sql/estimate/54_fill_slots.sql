-- Purpose: lists the slots that crawls show on measured sites, of networks with no paid flow for
-- the operation and month (docs/method.md, "Modelled money"), whether it counts or not. A crawl
-- counts in its month (UTC) when it looked at 20 pages or more. Of several crawls of a site the
-- lowest slots per page count, and a network that one of them did not see counts nothing. Slots of
-- one network in one crawl are different positions and are added, up to 1000 a page. Flows are
-- summed and measurements listed before. A flow that was left out by an assumption documents its
-- network nevertheless.
-- Parameters: scope, as_of.
INSERT INTO slot_of (scope, operation, month, property, network, per_page, crawls, pages_sampled)
WITH
  crawl AS (
    {{include rules/counting_crawl
      records: (SELECT * FROM observation_record WHERE known_at <= {as_of:DateTime64(3)})
    }}
  ),
  seen AS (
    SELECT property, month, network, min(per_page) AS lowest, count() AS seen_by
    FROM (
      SELECT property, month, named AS network,
        toInt64(arrayMin([toInt256(1000000000), arraySum(s -> if(lowerUTF8(s.1) = named, toInt256(reinterpretAsInt64(ifNull(s.4, toDecimal64(0, 6)))), toInt256(0)), slots)])) AS per_page
      FROM crawl ARRAY JOIN arrayDistinct(arrayMap(s -> lowerUTF8(s.1), slots)) AS named
    )
    GROUP BY property, month, network
  )
SELECT {scope:String}, a.operation, a.month, a.property, s.network, s.lowest, c.crawls, c.least_pages
FROM (SELECT DISTINCT operation, month, property FROM audience_of WHERE scope = {scope:String} AND problem = '') AS a
INNER JOIN seen AS s ON a.property = s.property AND a.month = s.month
INNER JOIN (SELECT property, month, count() AS crawls, min(pages_sampled) AS least_pages FROM crawl GROUP BY property, month) AS c ON a.property = c.property AND a.month = c.month
WHERE s.seen_by = c.crawls AND s.lowest > 0
  AND (a.operation, {{include expressions/month_number
      month: a.month
    }}, s.network) NOT IN (
    SELECT o.name, d.month, lowerUTF8(n.name)
    FROM (SELECT DISTINCT operation, month, network FROM numbered_sum_of WHERE scope = {scope:String} AND bitAnd(kind, 17) > 0) AS d
    INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS o ON d.operation = o.number
    INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'network') AS n ON d.network = n.number)
SETTINGS join_use_nulls = 0, compile_expressions = 0
