-- Crawls that count: the latest undisputed content of each, if it looked at 20 pages or more; month
-- is that of the crawl, UTC. Words: records (rows of observation_record).
SELECT source, record_id, revision, sha256, site_domain, observed_at, substring(toString(observed_at), 1, 7) AS month, pages_sampled, slots
FROM (
  SELECT *, count() OVER (PARTITION BY source, record_id, revision) AS contents, max(revision) OVER (PARTITION BY source, record_id) AS latest_revision
  FROM (SELECT * FROM {{records}} ORDER BY known_at LIMIT 1 BY source, record_id, revision, sha256)
)
WHERE revision = latest_revision AND contents = 1 AND pages_sampled >= 20
