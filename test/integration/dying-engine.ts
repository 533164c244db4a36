// Child of a test: holds the embedded engine, with connections that were opened and closed. It dies
// in the way that its arguments say, or waits to be killed.
import { setInterval } from 'node:timers';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';

const [, , directory = '', how = ''] = process.argv;
const warehouse = await openWarehouse(`embedded:${directory}`);
await warehouse.text('SELECT {n:UInt8}', { n: 1 }, 'JSONEachRow');
process.stderr.write('ready\n');
if (how === 'abort') process.abort();
const kept: unknown[] = [];
while (how === 'heap') kept.push(Array.from({ length: 1_000 }, (_, at) => ({ at })));
setInterval(() => kept.length, 1_000);
