-- Purpose: lists the flows with more than one row, of any revision. Most flows have one row, and
-- that is in force.
-- Parameters: scope, as_of.
INSERT INTO repeated_flow_of (scope, flow_hash)
WITH
  -- Hashes in order, in 64 lists of which each fits a processor's cache: repeats are neighbours. A
  -- hash table of all flows takes twice the time.
  sorted_list AS (
    SELECT arraySort(groupArray(flow_hash)) AS hashes
    FROM flow_record
    WHERE {{include expressions/known_by}}
    GROUP BY flow_hash % 64
  )
SELECT DISTINCT
  {scope:String},
  arrayJoin(arrayFilter(
    (own, next) -> own = next,
    arrayPopBack(hashes), arrayPopFront(hashes)))
FROM sorted_list
SETTINGS max_insert_threads = 4
