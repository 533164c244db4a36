// Logs: JSON lines on stderr, a constant message and fields, no personal data.
import { type Logger, destination, pino } from 'pino';

export type Log = Logger;

/** @param level one of pino's levels, or `silent` */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date(performance.timeOrigin + performance.now()).toISOString()}"` },
    destination({ dest: 2, sync: true }),
  );
}
