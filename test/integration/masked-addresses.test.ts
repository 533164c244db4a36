// Addresses in output: what may be secret in them is masked.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

test.each([
  'http://someone:tr0ub4dor@host:8123/plancher',
  'http://someone:a@tr0ub4dor@host:8123/plancher',
  'https://host:8443/plancher?password=tr0ub4dor',
  'https://host:8443/tr0ub4dor',
])('check-config masks user, password, path and query of %s', async (address) => {
  for (const json of [[], ['--json']]) {
    const ended = await plancher(['check-config', ...json], {
      warehouse: null,
      environment: { PLANCHER_WAREHOUSE: address },
    });
    expect(ended.code).toBe(0);
    expect(ended.stdout + ended.stderr).not.toMatch(/tr0ub4dor|someone/);
    expect(ended.stdout).toContain('host:84'.slice(0, 6));
    expect(ended.stdout).toContain('***');
  }
});

test('check-config and messages mask what may be secret in the addresses of destinations', async () => {
  const file = join(folder.path, 'alerts.json');
  const url = 'https://someone:tr0ub4dor@hooks.example:8443/services/tr0ub4dor?token=tr0ub4dor';
  writeFileSync(
    file,
    JSON.stringify({
      destinations: [{ name: 'desk', type: 'webhook', url }],
      routes: [{ to: ['desk'] }],
    }),
  );
  const environment = {
    PLANCHER_ALERTS_FILE: file,
    PLANCHER_ALERT_SECRET_DESK: 'tr0ub4dor',
    PLANCHER_WAREHOUSE: 'http://someone:tr0ub4dor@127.0.0.1:1/tr0ub4dor',
  };
  for (const args of [
    ['check-config'],
    ['check-config', '--json'],
    ['check-config', '--format', 'csv'],
    ['floor'],
    ['doctor'],
  ]) {
    const ended = await plancher(args, { warehouse: null, environment });
    expect(ended.stdout + ended.stderr, args.join(' ')).not.toMatch(/tr0ub4dor|someone/);
    expect(ended.stdout + ended.stderr).toMatch(/hooks\.example:8443|127\.0\.0\.1:1/);
  }
});
