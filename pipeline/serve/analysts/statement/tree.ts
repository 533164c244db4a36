// Checks a statement's tree from the engine's parser (EXPLAIN AST): one node a line, indented by
// depth. Every node that is not on a list is refused.
import type { Functions } from './functions.ts';
import type { Hidden } from './hidden-columns.ts';
import { PUBLIC_TABLES, SYSTEM_TABLES, TABLE_FUNCTIONS, isTableFunction } from './public-names.ts';
import { Refusal } from './refusal.ts';

interface Node {
  depth: number;
  /** Empty when the node has no name. */
  alias: string;
  kind: string;
  /** The text after the kind, up to an alias or the number of children. */
  name: string;
}

const ROOTS = new Set([
  'SelectWithUnionQuery',
  'SelectIntersectExceptQuery',
  'Explain',
  'DescribeQuery',
  'ShowTables',
]);
const KINDS = new Set([
  ...ROOTS,
  ...[
    'SelectQuery',
    'ExpressionList',
    'WithElement',
    'Subquery',
    'Identifier',
    'TableIdentifier',
    'Function',
    'Literal',
    'Set',
  ],
  ...[
    'Asterisk',
    'QualifiedAsterisk',
    'ColumnsRegexpMatcher',
    'QualifiedColumnsRegexpMatcher',
    'ColumnsListMatcher',
  ],
  ...[
    'QualifiedColumnsListMatcher',
    'ColumnsTransformerList',
    'ColumnsApplyTransformer',
    'ColumnsExceptTransformer',
  ],
  ...[
    'ColumnsReplaceTransformer',
    'ColumnsReplaceTransformer::Replacement',
    'TablesInSelectQuery',
    'TablesInSelectQueryElement',
  ],
  ...[
    'TableExpression',
    'TableJoin',
    'ArrayJoin',
    'OrderByElement',
    'SampleRatio',
    'WindowDefinition',
    'WindowListElement',
    'InterpolateElement',
  ],
]);
/** EXPLAIN of the statement itself. Plans and estimates would reveal the inside of views. */
const EXPLAINED = new Set([
  'EXPLAIN AST',
  'EXPLAIN SYNTAX',
  'EXPLAIN QUERY TREE',
  'EXPLAIN PIPELINE',
]);
const ALL_COLUMNS = /^(Qualified)?(Asterisk|Columns(Regexp|List)Matcher)$/;
/** Functions that turn a text into a type. The text must be a literal, so it can be checked. */
const CASTS = new Set([
  'cast',
  '_cast',
  'accuratecast',
  'accuratecastornull',
  'accuratecastordefault',
]);

export interface Expected {
  /** What words.ts found and this check must find too. */
  settingClauses: number;
  declared: ReadonlySet<string>;
  hidden: Hidden | null;
  database: string;
}

/** @throws Refusal */
export function checkTree(explained: string, expected: Expected, functions: Functions): void {
  const nodes = explained.replace(/\n+$/, '').split('\n').map(nodeOf);
  const path: Node[] = [];
  let sets = 0;
  nodes.forEach((node, index) => {
    if (node.depth > path.length || (index > 0 && node.depth === 0))
      throw new Refusal('unreadable', 'The tree of the statement cannot be read');
    path.length = node.depth;
    check(node, path, nodes.slice(index + 1, index + 4), { expected, functions });
    if (node.kind === 'Set') sets += 1;
    path.push(node);
  });
  checkCasts(nodes);
  checkLambdas(nodes);
  if (sets !== expected.settingClauses)
    throw new Refusal('setting', 'SETTINGS is allowed once, at the end of the statement');
}

function nodeOf(line: string): Node {
  const [, spaces = '', kind = '', rest = ''] =
    /^( *)([A-Z][A-Za-z:]*)(?: +(.*))?$/u.exec(line) ?? [];
  if (kind === '') throw new Refusal('unreadable', 'The tree of the statement cannot be read');
  const alias = / ?\(alias ([^)]*)\)/u.exec(rest)?.[1] ?? '';
  return {
    depth: spaces.length,
    alias,
    kind,
    name: rest.replace(/ ?\((alias|children|column) .*$/u, ''),
  };
}

function check(
  node: Node,
  path: readonly Node[],
  following: readonly Node[],
  { expected, functions }: { expected: Expected; functions: Functions },
): void {
  const parent = path.at(-1);
  if (
    !(path.length === 0 ? ROOTS : KINDS).has(node.kind) ||
    (path.length > 0 && ['DescribeQuery', 'ShowTables'].includes(node.kind))
  )
    throw new Refusal(
      path.length === 0 ? 'statement_kind' : 'clause',
      `${node.kind} is not served`,
    );
  if (node.kind === 'Explain' && (!EXPLAINED.has(node.name) || path.length > 0))
    throw new Refusal(
      'statement_kind',
      `${node.name || 'EXPLAIN'} is not served; there are ${[...EXPLAINED].join(', ')}`,
    );
  if (expected.hidden !== null && ALL_COLUMNS.test(node.kind) && !isCount(node, path, following))
    throw new Refusal(
      'table',
      `Name the columns of ${expected.hidden.table} that you need; these are not public: ` +
        expected.hidden.columns.join(', '),
    );
  if (node.kind === 'TableIdentifier') checkTable(node.name, expected);
  if (node.kind === 'Function') checkFunction(node, parent, following, functions);
}

/** Only `count(*)`: with a column pattern, APPLY would count values of the columns. */
function isCount(node: Node, path: readonly Node[], [next]: readonly Node[]): boolean {
  const call = path.at(-2);
  const isWhole = node.kind === 'Asterisk' && (next === undefined || next.depth <= node.depth);
  return isWhole && call?.kind === 'Function' && call.name === 'count';
}

function checkFunction(
  node: Node,
  parent: Node | undefined,
  following: readonly Node[],
  functions: Functions,
): void {
  const isTable = parent?.kind === 'TableExpression';
  if (isTable && !isTableFunction(node.name))
    throw new Refusal(
      'table_function',
      `Table function ${node.name.slice(0, 60)} is not served; there are ` +
        TABLE_FUNCTIONS.join(', '),
    );
  const hindrance = isTable ? null : functions.hindrance(node.name);
  if (hindrance !== null)
    throw new Refusal('function', `Function ${node.name.slice(0, 60)} is not served: ${hindrance}`);
  const isStructured = isTable && ['values', 'null'].includes(node.name.toLowerCase());
  if (isStructured && following[1]?.kind !== 'Literal' && following[1]?.name !== 'tuple')
    throw new Refusal('type', `The first argument of ${node.name} must be a text or a row`);
}

/** Arguments of a cast: ExpressionList, value (any subtree), type. */
function checkCasts(nodes: readonly Node[]): void {
  nodes.forEach((node, index) => {
    if (node.kind !== 'Function' || !CASTS.has(node.name.toLowerCase())) return;
    const behind = nodes.slice(index + 1);
    const end = behind.findIndex(({ depth }) => depth <= node.depth);
    const inner = (end === -1 ? behind : behind.slice(0, end)).filter(
      ({ depth }) => depth === node.depth + 2,
    );
    if (inner[1]?.kind !== 'Literal')
      throw new Refusal('type', `The type of ${node.name} must be a text literal`);
  });
}

/** `WITH x -> x AS count` would replace the function of that name. */
function checkLambdas(nodes: readonly Node[]): void {
  const called = new Set(
    nodes.flatMap(({ kind, name }) => (kind === 'Function' ? [name.toLowerCase()] : [])),
  );
  for (const { kind, name, alias } of nodes) {
    const isFunction = kind === 'Identifier' || (kind === 'Function' && name === 'lambda');
    if (isFunction && alias !== '' && called.has(alias.toLowerCase()))
      throw new Refusal(
        'function',
        `${alias.slice(0, 60)} is called and is an alias: give the alias another name`,
      );
  }
}

function checkTable(name: string, { declared, database }: Expected): void {
  const [first = '', second] = name.split('.');
  const isAllowed =
    second === undefined
      ? PUBLIC_TABLES.includes(first) || declared.has(first)
      : first === database
        ? PUBLIC_TABLES.includes(second)
        : SYSTEM_TABLES[first.toLowerCase()]?.includes(second.toLowerCase()) === true;
  if (!isAllowed)
    throw new Refusal('table', `${name.slice(0, 100)} is not public; SHOW TABLES lists what is`);
}
