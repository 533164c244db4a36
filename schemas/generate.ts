// `npm run schemas` writes schemas/json/*.schema.json. With --check it writes nothing, names each
// file that differs, and exits with 1.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { generateSchemas } from './json-schema.ts';

const FOLDER = new URL('./json/', import.meta.url);

function write(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of generateSchemas()) writeFileSync(new URL(name, FOLDER), text);
}

/** What is wrong with the files on disk, one line per file. */
function differences(): string[] {
  const onDisk = new Set(filesOnDisk());
  const fresh = generateSchemas();
  const wrong = [...fresh].flatMap(([name, text]) => {
    if (!onDisk.has(name)) return [`schemas/json/${name} is missing`];
    return readFileSync(new URL(name, FOLDER), 'utf8') === text
      ? []
      : [`schemas/json/${name} differs`];
  });
  const left = [...onDisk]
    .filter((name) => !fresh.has(name))
    .map((name) => `schemas/json/${name} belongs to no record kind`);
  return [...wrong, ...left];
}

function filesOnDisk(): string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER) : [];
}

function main(args: readonly string[]): number {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== '--check')) {
    process.stderr.write('usage: generate.ts [--check]\n');
    return 2;
  }
  if (option === undefined) {
    write();
    return 0;
  }
  const wrong = differences();
  for (const line of wrong) process.stderr.write(`${line}; run: npm run schemas\n`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
