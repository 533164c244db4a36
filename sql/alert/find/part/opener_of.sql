-- Purpose: the payment that a text of opener_text.sql stands for. The outer arrayMap only gives a
-- name to the pieces.
-- Words: text.
-- Returns: an expression, a tuple: day, source, flow_id, network.
arrayMap(
  pieces -> CAST(
    (toDate32(toInt32(pieces[1]) - 200000), pieces[2], pieces[3], pieces[4]),
    'Tuple(day Date32, source String, flow_id String, network String)'),
  [arrayMap(piece -> replaceAll(piece, '\0\x01', '\0'), splitByString('\0\0', {{text}}))])[1]
