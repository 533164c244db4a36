-- The tuple (day, source, flow, network) of a text of opener_text.sql. Word: text.
arrayMap(pieces -> (toDate32(toInt32(pieces[1]) - 200000), pieces[2], pieces[3], pieces[4]), [arrayMap(piece -> replaceAll(piece, '\0\x01', '\0'), splitByString('\0\0', {{text}}))])[1]
