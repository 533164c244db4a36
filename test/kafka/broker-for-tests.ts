// Which broker the Kafka suite uses: the one that PLANCHER_TEST_KAFKA names, else a local one from Maven jars. Where neither is possible, the suite
// says why and is skipped; in CI it fails.
import { spawnSync } from 'node:child_process';

/** Why no broker can be had here, or null. */
export function whyNoBroker(): string | null {
  const lacking = ['java', 'mvn'].filter((command) => spawnSync(command, ['-version'], { stdio: 'ignore' }).status !== 0);
  if (lacking.length === 0) return null;
  const reason = `the Kafka suite needs ${lacking.join(' and ')} (Java 17 and Maven) for its local broker`;
  if (process.env['CI'] !== undefined) throw new Error(`In CI nothing is skipped, and ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return reason;
}
