-- M-HOP: a flow that is paid supersedes the flows that it names in upstream. What a twin names, and
-- what names it, are those of the flow that stands.
CREATE OR REPLACE TABLE hop AS
WITH entry AS (
  SELECT flow, source, unnest(upstream) AS up
  FROM standing
  WHERE status <> 'reversed' AND len(upstream) > 0
),
found AS (
  SELECT
    entry.flow,
    coalesce(up.source, entry.source) || '/' || up.flow_id AS name,
    named.flow AS named
  FROM entry
  LEFT JOIN standing AS named
    ON named.source = coalesce(up.source, entry.source) AND named.flow_id = up.flow_id
)
SELECT DISTINCT
  coalesce(hop_twin.stands, found.flow) AS hop,
  coalesce(named_twin.stands, found.named) AS named,
  name
FROM found
LEFT JOIN twin AS hop_twin ON hop_twin.flow = found.flow
LEFT JOIN twin AS named_twin ON named_twin.flow = found.named
WHERE found.named IS DISTINCT FROM found.flow;

-- Each superseded flow with all flows that superseded it, directly or through others.
CREATE OR REPLACE TABLE superseder AS
WITH RECURSIVE direct AS (
  SELECT named AS flow, hop
  FROM hop
  JOIN standing ON standing.flow = named
  WHERE status <> 'reversed' AND named <> hop
),
every AS (
  SELECT flow, hop FROM direct
  UNION
  SELECT every.flow, direct.hop
  FROM every
  JOIN direct ON direct.flow = every.hop
)
SELECT flow, hop FROM every;

-- M-ORIGIN: hops that name what is not known, or that are more than 1.01 times what they name. Hops
-- that name one flow are in one component.
CREATE OR REPLACE TABLE hop_of_unknown_origin AS
WITH RECURSIVE reached AS (
  SELECT DISTINCT hop AS root, hop FROM hop
  UNION
  SELECT reached.root, other.hop
  FROM reached
  JOIN hop AS own ON own.hop = reached.hop
  JOIN hop AS other ON other.name = own.name
),
component AS (
  SELECT hop, min(root) AS component
  FROM reached
  GROUP BY hop
),
worth AS (
  SELECT
    standing.flow,
    CAST(amount AS HUGEINT) * low_rate // 100000000 AS eur
  FROM standing
  ANTI JOIN twin USING (flow)
  ANTI JOIN balance USING (flow)
  WHERE status = 'paid'
),
arrived AS (
  SELECT component, sum(eur) AS eur, count(eur) < count(*) AS lacks_rate
  FROM component
  JOIN worth ON worth.flow = hop
  GROUP BY component
),
sent AS (
  SELECT component, sum(eur) AS eur, count(eur) < count(*) AS lacks_rate
  FROM (SELECT DISTINCT component, named FROM hop JOIN component USING (hop))
  JOIN worth ON worth.flow = named
  GROUP BY component
)
SELECT hop
FROM hop
LEFT JOIN worth ON worth.flow = named
WHERE worth.flow IS NULL
UNION
SELECT hop
FROM component
JOIN arrived USING (component)
LEFT JOIN sent USING (component)
WHERE arrived.lacks_rate
  OR coalesce(sent.lacks_rate, FALSE)
  OR arrived.eur * 100 > coalesce(sent.eur, 0) * 101;
