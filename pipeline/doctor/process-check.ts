// Checks whether a running `plancher up` reports that it is ready.
import { codeOf, messageOf } from '../platform/failure.ts';
import { type CheckResult, failed, ok, warning } from './check-result.ts';

const CHECK = 'plancher up';
const ANSWER_MS = 8_000;
const NOT_READY = 503;
const MOST_SHOWN = 400;

/** @param listen host:port of PLANCHER_METRICS_LISTEN */
export async function checkProcess(listen: string): Promise<readonly CheckResult[]> {
  // A process that listens on all addresses is reachable on this one.
  const url = `http://${listen.replace(/^(0\.0\.0\.0|\[::\]|::)(?=:\d+$)/, '127.0.0.1')}/readyz`;
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    return [
      warning(
        CHECK,
        `${url} does not answer (${codeOf(cause) || messageOf(thrown)})`,
        'start it with: plancher up',
      ),
    ];
  }
  const said = (await response.text())
    .trim()
    .replace(/\s*\n\s*/g, '; ')
    .slice(0, MOST_SHOWN);
  if (response.ok) return [ok(CHECK, `ready: ${said}`)];
  if (response.status === NOT_READY)
    return [failed(CHECK, `not ready: ${said}`, 'fix what it waits for; it continues by itself')];
  return [
    warning(
      CHECK,
      `${url} answers with ${String(response.status)}, so it is not plancher up`,
      'set PLANCHER_METRICS_LISTEN to the address on which plancher up listens',
    ),
  ];
}
