-- Which operation a site belongs to on which days.

-- Latest, undisputed registry rows. Parameter: as_of.
CREATE OR REPLACE VIEW site_latest_at AS
SELECT source, record_id, site_domain, operation, valid_from, valid_to
FROM (
  SELECT *, count() OVER (PARTITION BY source, record_id, revision) AS contents, max(revision) OVER (PARTITION BY source, record_id) AS latest_revision
  FROM (SELECT * FROM site_record WHERE known_at <= {as_of:DateTime64(3)} ORDER BY known_at LIMIT 1 BY source, record_id, revision, sha256)
)
WHERE revision = latest_revision AND contents = 1;

-- One row for each registered site: consecutive spans of days, from the first day to the last that
-- the calendar has, and the operation of each span; empty when several operations claim it; the
-- site itself when none does. Parameter: as_of.
CREATE OR REPLACE VIEW site_span_at AS
SELECT
  site_domain AS span_site,
  arraySort(arrayDistinct(arrayConcat([toInt32(-25567)], arrayMap(r -> r.1, rows), arrayMap(r -> r.2 + 1, rows)))) AS span_from,
  arrayMap(day -> arrayDistinct(arrayMap(r -> r.3, arrayFilter(r -> r.1 <= day AND day <= r.2, rows))), span_from) AS claims,
  arrayMap(c -> multiIf(length(c) = 0, site_domain, length(c) = 1, c[1], ''), claims) AS span_operation
FROM (
  SELECT site_domain, groupArray((toInt32(valid_from), ifNull(toInt32(valid_to), toInt32(120529)), operation)) AS rows
  FROM site_latest_at(as_of = {as_of:DateTime64(3)})
  GROUP BY site_domain
);
