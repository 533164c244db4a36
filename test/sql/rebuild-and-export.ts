// Builds a warehouse from the records on standard input, in their order, and writes the default
// exports. A process of its own, because chDB binds one data directory to a process. Arguments:
// folder of the exports, folder of the keys.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { systemDisk } from '../../pipeline/export/disk.ts';
import { readSigningKey } from '../../pipeline/export/signature.ts';
import { writeExport } from '../../pipeline/export/write-export.ts';
import { ALPHA } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { shipped } from './written-export.ts';

const input = z.array(
  z.object({
    kind: z.enum(['flow', 'site']),
    topic: z.string(),
    records: z.array(z.looseObject({})),
  }),
);

const [directory = '', keys = ''] = process.argv.slice(2);
const given = input.parse(JSON.parse(readFileSync(0, 'utf8')));
const clock = tickingClock(Date.UTC(2027, 5, 6));
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
for (const { kind, topic, records } of given) await putRange(warehouse, kind, records, topic, 0);
await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const tools = {
  warehouse,
  cluster: null,
  alpha: ALPHA,
  disk: systemDisk,
  clock,
  key: readSigningKey(keys),
  definedIn: '',
  directory,
  token: () => randomBytes(16).toString('hex'),
};
for (const name of ['floors', 'floor-lines', 'totals', 'flows', 'sources', 'excluded', 'flags'])
  await writeExport(tools, shipped(name));
await remove();
