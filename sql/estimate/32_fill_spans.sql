-- Purpose: lists the spans of registered sites for a run, and of each site the longest one.
-- Parameters: scope, as_of.
INSERT INTO property_span_of (scope, span_property, span_from, span_operation, longest_from, longest_to, longest_operation, is_whole)
SELECT {scope:String}, span_property, span_from, span_operation, longest.2, longest.3, longest.4, longest.4 != ''
    AND longest.2 = {{include expressions/first_day}}
    AND longest.3 = {{include expressions/last_day}}
FROM (
  SELECT span_property, span_from, span_operation, arraySort(arrayMap(
    (first_day, day_after, operation) -> (if(operation = '', toInt32(1), first_day - day_after), first_day, day_after - 1, operation),
    span_from, arrayPushBack(arrayPopFront(span_from), {{include expressions/day_after_last}}), span_operation))[1] AS longest
  FROM property_span_at(as_of = {as_of:DateTime64(3)})
)
