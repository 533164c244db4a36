// Whether a process gives way to other sessions, as the kernel of this machine shows it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';

const MODULE = new URL('../../pipeline/platform/session-priority.ts', import.meta.url).href;
const SCRIPT = `
  const { letOtherSessionsFirst } = await import(${JSON.stringify(MODULE)});
  const { existsSync, readFileSync } = await import('node:fs');
  const did = await letOtherSessionsFirst();
  console.log(JSON.stringify({ did, autogroup: existsSync('/proc/self/autogroup') ? readFileSync('/proc/self/autogroup', 'utf8').trim() : '' }));`;
const NODE = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', SCRIPT] as const;

const said = z.object({ did: z.boolean(), autogroup: z.string() });

/** Of this process. Where grouping is turned off, or not built in, the kernel shows no group. */
const OWN_GROUP = existsSync('/proc/self/autogroup') ? readFileSync('/proc/self/autogroup', 'utf8').trim() : '';
const hasGroups = OWN_GROUP !== '';

async function saidBy(isLeader: boolean): Promise<z.infer<typeof said>> {
  const child = spawn(NODE[0], NODE.slice(1), { detached: isLeader, stdio: ['ignore', 'pipe', 'inherit'] });
  return said.parse(JSON.parse(await text(child.stdout)));
}

test('a process with a session of its own lets other sessions first, where the kernel groups by session', async () => {
  const { did, autogroup } = await saidBy(true);
  expect(did || !hasGroups).toBe(true);
  expect(autogroup).toMatch(hasGroups ? / nice 10$/ : /^$/);
});

test('a process in the session of a terminal leaves the priority of that session alone', async () => {
  expect(await saidBy(false)).toEqual({ did: false, autogroup: OWN_GROUP });
});
