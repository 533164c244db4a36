#!/usr/bin/env node
// The command `plancher`. It only starts the built pipeline (see bundle.js), or says how to build
// it.
import { existsSync } from 'node:fs';

const built = new URL('../dist/command/main.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write(
    'plancher: not built yet. Run `npm ci` (or `npm run build`) in the checkout first.\n',
  );
  process.exit(2);
}
await import(built.href);
