// Child of the tests: opens one warehouse directory, answers the queries on standard input, {name:
// sql}, and prints {name: rows}.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';

const queries = z.record(z.string(), z.string()).parse(JSON.parse(await text(process.stdin)));
const warehouse = await openWarehouse(`embedded:${process.argv[2] ?? ''}`);
const answers: Record<string, unknown> = {};
for (const [name, sql] of Object.entries(queries))
  answers[name] = await warehouse.query(sql, {}, z.record(z.string(), z.unknown()));
await warehouse.close();
process.stdout.write(JSON.stringify(answers));
