-- Flows known at a time. Parameter: as_of. A run takes all that is known (NOW in
-- pipeline/estimate/run.ts), and then the time of a flow is not even read.
({as_of:DateTime64(3)} >= toDateTime64('2200-01-01 00:00:00', 3) OR known_at <= {as_of:DateTime64(3)})
