// Puts the command, with the packages that it needs, into a few files: node takes twice as long to
// start from 600. The modules in dist/pipeline and dist/schemas stay for who imports one of them.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Of the languages of zod's messages only English is used. All together are 360 KB.
 * @type {import('esbuild').Plugin}
 */
const englishOnly = {
  name: 'english-only',
  setup: (bundle) => {
    bundle.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

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
  plugins: [englishOnly],
  // Packages in CommonJS ask for node's own modules with require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'linked',
  logLevel: 'warning',
});

// A start compares the reference files with this note instead of reading them all.
const { shippedNote } = await import('./dist/pipeline/reference/shipped.js');
writeFileSync(
  'dist/command/shipped-reference.json',
  `${JSON.stringify(await shippedNote(), null, 1)}\n`,
);
