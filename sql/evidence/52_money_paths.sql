-- Purpose: what is different in flows of where money came in and through which accounts. A flow
-- through no account shows no relation.
-- Parameters: as_of.
-- Returns: network (null: not known), sites (property names), publisher, payee (account keys;
-- empty: not known).
SELECT
  nullIf(toString(network), '') AS network,
  arrayFilter(name -> name != '', arrayPushBack(share_properties, property)) AS sites,
  publisher_account_key AS publisher,
  payee_account_key AS payee
FROM flow_record
WHERE known_at <= {as_of:DateTime64(3)}
  AND NOT is_void
  AND (publisher_account_key != '' OR payee_account_key != '')
GROUP BY network, sites, publisher, payee
