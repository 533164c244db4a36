// Writes logs as JSON lines to stderr: a constant message and fields, without personal data. JSON
// does not escape C1 and bidi characters, so each line passes harmless.ts before it is written.
import { type Logger, destination, pino } from 'pino';
import { escapedJson } from './harmless.ts';

export type Log = Logger;

/** @param level one of pino's levels, or `silent` */
export function createLog(level: string): Log {
  const stderr = destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: () =>
        `,"time":"${new Date(performance.timeOrigin + performance.now()).toISOString()}"`,
    },
    { write: (line) => stderr.write(escapedJson(line)) },
  );
}
