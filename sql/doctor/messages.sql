-- Purpose: messages of alerts that were not sent.
-- Returns: destination, status (pending, retrying or dead), messages, oldest_ms (when the first of
-- them was planned), answer (the last that the destination gave).
SELECT
  destination,
  status,
  count() AS messages,
  toUnixTimestamp64Milli(min(planned_at)) AS oldest_ms,
  argMax(answer, ifNull(attempted_at, toDateTime64(0, 3))) AS answer
FROM alert_delivery
WHERE status != 'sent'
GROUP BY destination, status
ORDER BY destination, status
