-- Purpose: a payment as one text that sorts as its plain form does, the tuple (day, source, flow,
-- network). The least text of a group is found in a quarter of the time (decision 0020). Two zero
-- bytes separate the pieces, and a zero byte within a piece is followed by a 1. Days are counted
-- from long before 1900, so that all have six digits. test/sql/alert-opener.test.ts compares both
-- forms.
-- Words: day, source, flow, network.
-- Returns: an expression, String.
concat(
  toString(toInt32({{day}}) + 200000),
  '\0\0',
  replaceAll(toString({{source}}), '\0', '\0\x01'),
  '\0\0',
  replaceAll({{flow}}, '\0', '\0\x01'),
  '\0\0',
  replaceAll(toString({{network}}), '\0', '\0\x01'))
