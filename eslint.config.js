// Lint: faults that the compiler does not see, and the habits that keep the layout
// (docs/decisions/0001-layout.md).
import { dirname, relative, resolve, sep } from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * Rooms from top to bottom. A room imports only rooms of the layers below its own. A file at the
 * top of pipeline/ is a room of its own. test/unit/layers.test.ts looks for circles within a room.
 */
const LAYERS = [
  ['pipeline/main.ts'],
  ['pipeline/cli'],
  ['pipeline/doctor', 'pipeline/explain', 'pipeline/trial'],
  ['pipeline/path.ts'],
  ['pipeline/open-session.ts'],
  ['pipeline/alert', 'pipeline/export', 'pipeline/serve'],
  ['pipeline/estimate'],
  ['pipeline/evidence'],
  ['pipeline/ingest', 'pipeline/reference'],
  ['pipeline/config', 'pipeline/warehouse'],
  ['pipeline/method'],
  ['pipeline/text'],
  ['pipeline/platform', 'schemas'],
];

/** @param path from the root of the repository, with slashes */
function placeOf(path) {
  for (const [layer, rooms] of LAYERS.entries()) {
    const room = rooms.find((one) => path === one || path.startsWith(`${one}/`));
    if (room !== undefined) return { layer, room };
  }
  return null;
}

/** Refuses an import of a room that is not below the importing one, and a room without a layer. */
const importsBelow = {
  create(context) {
    const path = (file) =>
      relative(import.meta.dirname, file)
        .split(sep)
        .join('/');
    const from = placeOf(path(context.filename));
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string' || !source.startsWith('.')) return;
      const target = path(resolve(dirname(context.filename), source));
      const to = placeOf(target);
      if (to === null) context.report({ node, message: `${target} is in no room of LAYERS.` });
      else if (from !== null && from.room !== to.room && from.layer >= to.layer)
        context.report({ node, message: `${from.room} is not above ${to.room}: see LAYERS.` });
    };
    return {
      Program: (node) => {
        if (from === null)
          context.report({ node, message: `${path(context.filename)} is in no room of LAYERS.` });
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

/** Modules that only one or two places may import, so that each can be replaced there. */
const OWNED = [
  { names: ['@clickhouse/client', 'chdb', 'chdb/connection'], owners: ['pipeline/warehouse/'] },
  { names: ['tldts', 'tr46'], owners: ['schemas/host-name.ts'] },
  { names: ['croner'], owners: ['pipeline/export/schedule.ts'] },
  { names: ['fflate'], owners: ['pipeline/export/formats/xlsx.ts'] },
  { names: ['jstat'], owners: ['pipeline/method/model/visitors-limit.ts'] },
  { names: ['ibantools'], owners: ['schemas/iban.ts'] },
  { names: ['kafkajs', 'fzstd', 'snappyjs'], owners: ['pipeline/ingest/kafka/'] },
  {
    names: ['lz4js'],
    owners: ['pipeline/ingest/kafka/', 'pipeline/serve/http/native-compression.ts'],
  },
  { names: ['nodemailer'], owners: ['pipeline/alert/tell/email.ts'] },
];

/** One guard for every server that the program listens with. */
const SERVERS = ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram'];
const SERVER_OWNER = 'pipeline/serve/http/server.ts';

const restrictImports = (place) => [
  'error',
  {
    paths: [
      ...OWNED.filter(({ owners }) => !owners.includes(place)).flatMap(({ names, owners }) =>
        names.map((name) => ({ name, message: `Only ${owners.join(' and ')} may import it.` })),
      ),
      ...(place === SERVER_OWNER ? [] : SERVERS).flatMap((name) =>
        [name, name.replace('node:', '')].map((module) => ({
          name: module,
          importNames: ['createServer', 'createSecureServer', 'createSocket', 'default'],
          message:
            `Only ${SERVER_OWNER} makes servers: ` +
            'a request to one of another kind may end the process.',
        })),
      ),
    ],
  },
];

const OWNED_PROPERTIES = [
  {
    object: 'process',
    property: 'env',
    message: 'Only pipeline/config/config.ts reads the environment.',
  },
  { object: 'Date', property: 'now', message: 'Only pipeline/platform/clock.ts reads the time.' },
];

/** Output passes the gate in pipeline/cli/program.ts. */
const OUTPUT = ['stdout', 'stderr'].map((property) => ({
  object: 'process',
  property,
  message:
    'Only pipeline/main.ts writes to it, and pipeline/text/terminal.ts draws on it. Take a Write.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'reference/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['eslint.config.js', 'bin/plancher.js', 'bundle.js', '.ci/count.js'],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/naming-convention': 'off',
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['pipeline/**/*.ts', 'schemas/**/*.ts'],
    ignores: ['pipeline/config/config.ts', 'pipeline/platform/clock.ts'],
    rules: {
      'no-restricted-properties': ['error', ...OWNED_PROPERTIES, ...OUTPUT],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Only pipeline/platform/clock.ts reads the time.',
        },
      ],
    },
  },
  {
    files: ['pipeline/main.ts', 'pipeline/text/terminal.ts', 'schemas/generate.ts'],
    rules: { 'no-restricted-properties': ['error', ...OWNED_PROPERTIES] },
  },
  {
    files: ['pipeline/**/*.ts', 'schemas/**/*.ts'],
    plugins: { plancher: { rules: { 'imports-below': importsBelow } } },
    rules: { 'no-restricted-imports': restrictImports(''), 'plancher/imports-below': 'error' },
  },
  ...[...new Set([SERVER_OWNER, ...OWNED.flatMap(({ owners }) => owners)])].map((owner) => ({
    files: [owner.endsWith('/') ? `${owner}**/*.ts` : owner],
    rules: { 'no-restricted-imports': restrictImports(owner) },
  })),
  { files: ['**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['.ci/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    files: ['eslint.config.js', 'vitest.config.ts', 'bin/**', '.ci/**'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-exports': 'off' },
  },
);
