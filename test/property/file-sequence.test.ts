// Random sequences of files whose contents grow, are cut, renamed, packed, changed, read as another
// kind, or named like another input. After each step every line of every file has its row under the
// coordinates of that file, every valid record is in its table, and nothing else is there.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkCustody, custodyOfPartitions } from '../../pipeline/doctor/custody-checks.ts';
import { createDecoder } from '../../pipeline/ingest/decode-pool.ts';
import {
  type FileReport,
  type IngestTools,
  ingestFile,
} from '../../pipeline/ingest/file/ingest-file.ts';
import { Failure } from '../../pipeline/platform/failure.ts';
import { decode } from '../../schemas/decode.ts';
import { type Kind, RECORD_KINDS } from '../../schemas/record.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, site } from '../records.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const SEQUENCES = Number(process.env['PLANCHER_TEST_FILE_SEQUENCES'] ?? 12);
const STEPS = 7;

const folder = temporaryFolder();
const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
afterAll(folder.remove);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const tools = (stdin: Buffer = Buffer.alloc(0)): IngestTools => ({
  warehouse,
  clock,
  decoder: createDecoder(0),
  newId: randomUUID,
  unpack: { bytes: 2 ** 30, ratio: 300 },
  stdin: Readable.from([stdin]),
  onProgress: () => undefined,
});

interface Step {
  name: string;
  /** Unpacked. */
  content: Buffer;
  kind: Kind;
  isPacked: boolean;
}

/** The lines of a content that are records, by offset. */
function linesOf(content: Buffer): Map<number, Buffer> {
  const lines = content.toString('latin1').split('\n');
  return new Map(
    lines.flatMap((line, offset) =>
      /^[ \t\r]*$/.test(line) ? [] : [[offset, Buffer.from(line, 'latin1')] as const],
    ),
  );
}

class Sequence {
  readonly random: Random;
  readonly #seed: number;
  readonly steps: Step[] = [];
  #ids = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.random = randomOf(seed);
  }

  lines(count: number): Buffer {
    const line = () => {
      this.#ids += 1;
      const id = `s${String(this.#seed)}-${String(this.#ids)}`;
      const { random } = this;
      if (random.chance(0.08))
        return ['', '  ', '{"flow_id":', '["x"]', '\r'][random.below(5)] ?? '';
      if (random.chance(0.08)) return JSON.stringify(site(id));
      return JSON.stringify(flow(id, { amount: String(1 + random.below(900)) }));
    };
    return Buffer.from(Array.from({ length: count }, () => `${line()}\n`).join(''));
  }

  next(): Step {
    const { random } = this;
    const before = this.steps[random.below(Math.max(1, this.steps.length))];
    const step = before === undefined || random.chance(0.2) ? this.#fresh() : this.#changed(before);
    this.steps.push(step);
    return step;
  }

  #fresh(): Step {
    return {
      name: 'flow.ndjson',
      content: Buffer.concat([this.#first(), this.lines(1 + this.random.below(6))]),
      kind: 'flow',
      isPacked: this.random.chance(0.15),
    };
  }

  /** So that the first line alone decides nothing about the format. */
  #first(): Buffer {
    this.#ids += 1;
    return Buffer.from(`${JSON.stringify(flow(`s${String(this.#seed)}-${String(this.#ids)}`))}\n`);
  }

  #changed(before: Step): Step {
    const { random } = this;
    const { content } = before;
    const more = this.lines(1 + random.below(4));
    switch (random.below(8)) {
      case 0:
        return { ...before, content: Buffer.concat([content, more]) };
      case 1:
        return { ...before, content: Buffer.concat([content, more]), name: this.#hostileName() };
      case 2:
        return { ...before, content: content.subarray(0, 1 + random.below(content.length)) };
      case 3:
        // Often before the last line feed: what is appended then goes on in that line.
        return { ...before, content: content.subarray(0, Math.max(1, content.length - 1)) };
      case 4:
        return {
          ...before,
          kind: before.kind === 'flow' ? 'site' : 'flow',
          content: random.chance(0.5) ? content : Buffer.concat([content, more]),
        };
      case 5:
        return { ...before, content: Buffer.concat([this.#first(), content]) };
      case 6:
        return { ...before, isPacked: !before.isPacked };
      default:
        return { ...before, name: this.#hostileName() };
    }
  }

  /** What another input of this sequence, or of any, has or had for a name in the ledger. */
  #hostileName(): string {
    const other = sha256(
      this.steps[this.random.below(this.steps.length)]?.content ?? Buffer.alloc(0),
    );
    const names = [
      `flow.ndjson#${other.slice(0, 12)}`,
      `file:${other}`,
      `file:${other.slice(0, 12)}`,
      'adnetwork.flow',
      'kafka:adnetwork.flow',
      'stdin@2026-01-01T00:00:00.000Z',
      'stdin:2026-01-01T00:00:00.000Z-1',
      'retry:2026-01-01T00:00:00.000Z-1',
      'flow\u001b[2J\nname.ndjson',
    ];
    return names[this.random.below(names.length)] ?? '';
  }
}

const ledgerRow = z.object({
  topic: z.string(),
  offset: z.coerce.number(),
  kind: z.string(),
  sha256: z.string(),
  reason: z.string(),
});

async function ledger(): Promise<Map<string, z.infer<typeof ledgerRow>>> {
  const rows = await warehouse.query(
    'SELECT toString(topic) AS topic, offset, kind, lower(hex(r.sha256)) AS sha256, reason FROM input_record AS r FINAL',
    {},
    ledgerRow,
  );
  return new Map(rows.map((row) => [`${row.topic} ${String(row.offset)}`, row]));
}

async function tableDigests(kind: Kind): Promise<Set<string>> {
  const rows = await warehouse.query(
    `SELECT lower(hex(t.sha256)) AS digest FROM ${RECORD_KINDS[kind].table} AS t`,
    {},
    z.object({ digest: z.string() }),
  );
  return new Set(rows.map(({ digest }) => digest));
}

async function run(step: Step, directory: string): Promise<FileReport | Failure> {
  const path = join(directory, step.isPacked ? `${step.name}.gz` : step.name);
  writeFileSync(path, step.isPacked ? gzipSync(step.content) : step.content);
  try {
    return await ingestFile(tools(), { path, kind: step.kind, knownAtMs: null });
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
}

/**
 * What must be in the ledger: by topic and offset the bytes of the line, the longest that any file
 * had there.
 */
class Expected {
  readonly #lines = new Map<string, { kind: Kind; line: Buffer }>();

  add(topic: string, { kind, content }: Step): void {
    for (const [offset, line] of linesOf(content)) {
      const key = `${topic} ${String(offset)}`;
      const before = this.#lines.get(key);
      // Only a last line that was cut is replaced, by what completes it.
      if (before !== undefined)
        expect(
          line.subarray(0, before.line.length).equals(before.line) ||
            before.line.subarray(0, line.length).equals(line),
        ).toBe(true);
      if (before === undefined || before.line.length <= line.length)
        this.#lines.set(key, { kind, line });
    }
  }

  rows() {
    return new Map(
      [...this.#lines].map(([key, { kind, line }]) => {
        const decoded = decode(kind, line);
        return [
          key,
          {
            kind,
            sha256: decoded.digest,
            reason: decoded.outcome === 'valid' ? '' : decoded.reason,
          },
        ];
      }),
    );
  }
}

describe('no record of a file is skipped', () => {
  test(`in ${String(SEQUENCES)} sequences of files that grow, are cut, renamed, packed, changed, read as another kind or called like another input`, async () => {
    const expected = new Expected();
    let refused = 0;
    for (let seed = 1; seed <= SEQUENCES; seed += 1) {
      const directory = join(folder.path, String(seed));
      mkdirSync(directory);
      const sequence = new Sequence(seed);
      for (let at = 0; at < STEPS; at += 1) {
        const step = sequence.next();
        const about = `sequence ${String(seed)}, file ${String(at)}: ${JSON.stringify(step.name)} as ${step.kind}`;
        const report = await run(step, directory);
        if (report instanceof Failure) {
          refused += 1;
          expect(
            ['other_kind', 'empty_file', 'not_ndjson'],
            `${about}: ${report.message}`,
          ).toContain(report.code);
          continue;
        }
        expect(report.topic, about).toMatch(/^file:[0-9a-f]{64}$/);
        const records = linesOf(step.content);
        expect(report.accepted + report.repeated + report.rejected, about).toBe(records.size);
        expected.add(report.topic, step);
      }
      const found = await ledger();
      const rows = [...found].map(
        ([key, { kind, sha256: digest, reason }]) =>
          [key, { kind, sha256: digest, reason }] as const,
      );
      expect(
        new Map(rows.sort(([a], [b]) => (a < b ? -1 : 1))),
        `sequence ${String(seed)}`,
      ).toEqual(new Map([...expected.rows()].sort(([a], [b]) => (a < b ? -1 : 1))));
    }
    for (const kind of ['flow', 'site'] as const) {
      const inTable = await tableDigests(kind);
      const valid = [...expected.rows().values()].filter(
        (row) => row.kind === kind && row.reason === '',
      );
      expect(valid.filter(({ sha256: digest }) => !inTable.has(digest))).toEqual([]);
      expect(inTable.size).toBe(new Set(valid.map(({ sha256: digest }) => digest)).size);
    }
    expect(refused).toBeGreaterThan(0);
    expect(
      (await checkCustody(warehouse, await custodyOfPartitions(warehouse))).map(
        ({ state, what }) => [state, what],
      ),
    ).toEqual([['ok', expect.stringContaining('no gap')]]);
  });
});
