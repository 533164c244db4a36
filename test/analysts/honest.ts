// Questions that an analyst asks in good faith: honest.json and the cookbook.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recipes } from './cookbook.ts';

const file = new URL('./honest.json', import.meta.url);
export const honest = [
  ...z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))),
  ...recipes().map(({ sql }) => sql),
];
