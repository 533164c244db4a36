// Which evidence would raise a floor most, by `plancher explain`: it names whom to ask from the
// records in force, and nobody for evidence that is there already.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Fields, flow, ndjson, observation, slot } from '../records.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function put(name: string, records: readonly Fields[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, ndjson(records));
  return path;
}

const crawl = (id: string, revision: number, networks: readonly string[]) =>
  observation(
    id,
    networks.map((network) => slot(network)),
    { revision, site: 'sh.tv' },
  );
const shared = (site: string, share: string) => ({
  site: undefined,
  site_shares: [{ site, share }],
});

const explained = z.tuple([
  z.looseObject({
    next_evidence: z.array(z.looseObject({ reason: z.string(), ask: z.string(), id: z.string() })),
  }),
]);

test('next evidence names no network of a replaced crawl, in another case or paid by a proven share, but names disputed money on a proven share', async () => {
  const warehouse = join(folder.path, 'warehouse');
  const files = [
    put('flow.ndjson', [
      flow('direct', { site: 'sh.tv', network: 'ecran.example' }),
      flow('share', { network: 'pooled.example', ...shared('sh.tv', '1.0') }),
      flow('dispute', { network: 'dispute.example', amount: '700', ...shared('sh.tv', '0.5') }),
      flow('dispute', { network: 'dispute.example', amount: '701', ...shared('sh.tv', '0.5') }),
    ]),
    put('observation.ndjson', [
      crawl('replaced', 1, ['gone.example']),
      crawl('replaced', 2, []),
      crawl('now', 1, ['ECRAN.example', 'pooled.example', 'nowhere.example']),
    ]),
  ];
  expect((await plancher(['ingest', ...files], { warehouse })).stderr).toBe('');
  const { stdout, stderr } = await plancher(['explain', 'sh.tv', '2015-11', '--json'], {
    warehouse,
  });
  expect(stderr).toBe('');
  const [{ next_evidence: next }] = explained.parse(JSON.parse(stdout));
  expect(next.map(({ reason, ask, id }) => [reason, ask, id]).sort()).toEqual([
    ['disputed', 'dispute.example', 'dispute'],
    ['seen_by_crawl', 'nowhere.example', 'now'],
  ]);
});
