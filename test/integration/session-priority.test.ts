// Whether a process gives way to other sessions, as the kernel of this machine shows it.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';

const MODULE = new URL('../../pipeline/platform/session-priority.ts', import.meta.url).href;
const SCRIPT = `
  const { letOtherSessionsFirst } = await import(${JSON.stringify(MODULE)});
  const { existsSync, readFileSync } = await import('node:fs');
  const group = () => (existsSync('/proc/self/autogroup') ? readFileSync('/proc/self/autogroup', 'utf8').trim() : '');
  const before = group();
  const did = await letOtherSessionsFirst(10);
  console.log(JSON.stringify({ before, did, after: group() }));`;
const NODE = [
  process.execPath,
  '--import',
  'tsx',
  '--input-type=module',
  '--eval',
  SCRIPT,
] as const;

/**
 * The group of the process as the kernel shows it: empty where grouping is not built in, or where
 * no process above it ever began a session.
 */
const said = z.object({ before: z.string(), did: z.boolean(), after: z.string() });

async function saidBy(isLeader: boolean): Promise<z.infer<typeof said>> {
  const child = spawn(NODE[0], NODE.slice(1), {
    detached: isLeader,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return said.parse(JSON.parse(await text(child.stdout)));
}

test('a process with a session of its own lets other sessions first, where the kernel groups by session', async () => {
  const { before, did, after } = await saidBy(true);
  expect(did || before === '').toBe(true);
  expect(after).toBe(before.replace(/ nice 0$/, ' nice 10'));
});

test('a process in the session of a terminal leaves the priority of that session alone', async () => {
  const { before, did, after } = await saidBy(false);
  expect({ did, after }).toEqual({ did: false, after: before });
});
