// `npm run margins` writes reference/fx-margins.json from the table of the ECB that ships. With
// --check it writes nothing, and exits with 1 when the file differs from the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARGIN_METHOD, fxMargins } from '../pipeline/reference/fx-margin.ts';
import { readReference } from '../pipeline/reference/load.ts';
import { PACKAGE_ROOT } from '../pipeline/platform/package-root.ts';

const FILE = 'reference/fx-margins.json';

function marginsFile(): string {
  const { dailyRates } = readReference();
  if (dailyRates === null) throw new Error('no table of daily rates ships');
  const { all, rows } = fxMargins(dailyRates.rates());
  const head = { rule: 'M-RATE', method_version: MARGIN_METHOD, table: dailyRates.version, all };
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"rows":[\n${lines}\n]}\n`;
}

function main(args: readonly string[]): number {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== '--check')) {
    process.stderr.write('usage: margins.ts [--check]\n');
    return 2;
  }
  const path = join(PACKAGE_ROOT, FILE);
  const fresh = marginsFile();
  if (option === undefined) writeFileSync(path, fresh);
  else if (readFileSync(path, 'utf8') !== fresh) {
    process.stderr.write(`${FILE} differs from the table; run: npm run margins\n`);
    return 1;
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
