// The form of the method in DuckDB's SQL (bench/duckdb/) and the plain form give the same floors of
// operations as they look in practice. `npm run bench:floors` compares it with the product.
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { DuckDbForm, compared, type LineFloor } from '../../bench/duckdb-form.ts';
import { writeOperations } from '../../bench/operations.ts';
import { type Evidence, NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { floorsOf } from '../../pipeline/method/floors-of.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { decode } from '../../schemas/decode.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const SEEDS = [1, 2, 3];
const FLOWS = 1_500;
const reference = methodReference();
const { path: folder, remove } = temporaryFolder();
afterAll(remove);

function evidenceOf({ flow, site, account }: Record<'flow' | 'site' | 'account', string>) {
  const inputs = Object.entries({ flow, site, account }).flatMap(([kind, file]) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const decoded = decode(
          kind === 'flow' ? 'flow' : kind === 'site' ? 'site' : 'account',
          Buffer.from(line),
        );
        return decoded.outcome === 'valid' ? [decoded.input] : [];
      }),
  );
  return {
    ...NO_EVIDENCE,
    flows: inputs.flatMap((input) => (input.kind === 'flow' ? [input.record] : [])),
    sites: inputs.flatMap((input) => (input.kind === 'site' ? [input.record] : [])),
    accounts: inputs.flatMap((input) => (input.kind === 'account' ? [input.record] : [])),
  } satisfies Evidence;
}

function plainFloors(evidence: Evidence): LineFloor[] {
  const operations = new Set(evidence.sites.flatMap(({ operation }) => operation ?? []));
  return [...operations].flatMap((operation) =>
    floorsOf(operation, evidence, reference).months.flatMap(({ month, documentedLines }) =>
      [...documentedLines].flatMap(([line, documented]) =>
        documented === 0n ? [] : [{ operation, month, line, documented }],
      ),
    ),
  );
}

test.each(SEEDS)('gives the floors of the plain form (seed %i)', async (seed) => {
  const shape = { from: 0, count: FLOWS, flowsOfEach: 30 + 20 * seed, seed };
  const { files } = await writeOperations(folder, shape);
  const form = await DuckDbForm.open({
    files: { flow: [files.flow], site: [files.site], account: [files.account] },
    reference,
    folder,
    threads: 1,
  });
  await form.compute();
  const result = compared(
    await form.floors(),
    plainFloors(evidenceOf(files)),
    await form.shortOperations(),
  );
  form.close();
  expect(result.differing).toEqual([]);
  expect(result.cells).toBeGreaterThan(200);
});
