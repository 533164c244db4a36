// Puts the command, with the packages that it needs, into a few files: node takes twice as long to
// start from 600. The modules in dist/pipeline and dist/schemas stay for who imports one of them.
import { build } from 'esbuild';

await build({
  // The command, and what it starts beside itself: threads and processes.
  entryPoints: [
    'main',
    'ingest/decode-worker',
    'serve/analysts/front',
    'serve/analysts/reader',
  ].map((name) => `dist/pipeline/${name}.js`),
  outdir: 'dist/command',
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Native code, and optional.
  external: ['chdb', 'chdb/*'],
  // Packages in CommonJS ask for node's own modules with require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'linked',
  logLevel: 'warning',
});
