-- Purpose: whether an alert fits any of some routes or mutes. Each is given by the kinds,
-- severities and operations that it fits, separated by line feeds; an empty text fits all.
-- Words: kinds, severities, operations. They are lists of the same length.
-- Returns: a condition.
arrayExists(
  (kinds, severities, operations) ->
    (kinds = '' OR has(splitByChar('\n', kinds), kind))
    AND (severities = '' OR has(splitByChar('\n', severities), severity))
    AND (operations = '' OR has(splitByChar('\n', operations), operation)),
  {{kinds}},
  {{severities}},
  {{operations}})
