// The flows of the oracle's worlds as records.
import type { OracleFlow } from './documented.ts';

/** The record that says what the flow says. */
export function recordOf<Flow extends OracleFlow>({
  reverses,
  upstream_flow_id: upstreamId,
  upstream_source: upstreamSource,
  ...flow
}: Flow) {
  return {
    ...flow,
    reverses: reverses === null ? null : { flow_id: reverses },
    upstream: upstreamId === null ? [] : [{ source: upstreamSource, flow_id: upstreamId }],
  };
}
