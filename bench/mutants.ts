// Small faults of a program, one at a time: each expression that could be wrong is written as
// `(mutant(7) ? wrong : right)`, so that one copy of the program holds all of them.
import ts from 'typescript';

export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  /** What was written, and what is written instead. */
  readonly change: string;
  /** It acts when its module is loaded. */
  readonly isStatic: boolean;
}

const OPERATORS: Partial<Record<ts.SyntaxKind, readonly string[]>> = {
  [ts.SyntaxKind.LessThanToken]: ['<=', '>='],
  [ts.SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [ts.SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [ts.SyntaxKind.BarBarToken]: ['&&'],
  [ts.SyntaxKind.PlusToken]: ['-'],
  [ts.SyntaxKind.MinusToken]: ['+'],
  [ts.SyntaxKind.AsteriskToken]: ['/'],
  [ts.SyntaxKind.SlashToken]: ['*'],
  [ts.SyntaxKind.PlusEqualsToken]: ['-='],
  [ts.SyntaxKind.MinusEqualsToken]: ['+='],
};
const OTHER_FUNCTION = new Map([
  ['least', 'most'],
  ['most', 'least'],
]);
const OTHER_METHOD = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);
/** Calls that can be left out: what they are called on has the same type. */
const LEFT_OUT = new Set(['filter', 'sort', 'toSorted', 'reverse']);

/** The program with all its mutants. @param firstId of the first of them */
export function withMutants(
  file: string,
  written: string,
  firstId: number,
): { text: string; mutants: Mutant[] } {
  const source = ts.createSourceFile(file, written, ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];
  const mutated = (node: ts.Node, right: string, wrong: readonly string[]) => {
    let text = right;
    for (const one of wrong) {
      const id = firstId + mutants.length;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const change = `${shown(node.getText())} -> ${shown(one)}`;
      mutants.push({ id, file, line, change, isStatic: isStatic(node) });
      text = `(globalThis.mutant(${String(id)}) ? (${one}) : (${text}))`;
    }
    return text;
  };
  const rendered = (node: ts.Node): string => {
    if (isLeftAsItIs(node)) return node.getFullText();
    const [start] = [node.getFullStart()];
    let text = '';
    let at = start;
    node.forEachChild((child) => {
      text += written.slice(at, child.getFullStart()) + rendered(child);
      at = child.end;
    });
    text += written.slice(at, node.end);
    const wrong = mutationsOf(node);
    if (wrong.length === 0) return text;
    const lead = written.slice(start, node.getStart());
    return lead + mutated(node, text.slice(lead.length), wrong);
  };
  return { text: rendered(source), mutants };
}

const shown = (text: string) => text.replace(/\s+/g, ' ').slice(0, 90);

function isLeftAsItIs(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function isStatic(node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent)
    if (ts.isFunctionLike(outer)) return false;
  return true;
}

/** What could be written instead of an expression. */
function mutationsOf(node: ts.Node): string[] {
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isPrefixUnaryExpression(node)) return [node.operand.getText()];
  if (ts.isConditionalExpression(node)) return [node.whenTrue.getText(), node.whenFalse.getText()];
  if (ts.isCallExpression(node)) return ofCall(node);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isNumericLiteral(node)) return [`${node.getText()} + 1`];
  if (ts.isBigIntLiteral(node)) return [`${node.getText()} + 1n`];
  return [];
}

function ofBinary({ left, operatorToken: operator, right }: ts.BinaryExpression): string[] {
  const [one, other] = [left.getText(), right.getText()];
  if (operator.kind === ts.SyntaxKind.QuestionQuestionToken) return [one, other];
  const isLogical =
    operator.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator.kind === ts.SyntaxKind.BarBarToken;
  const others = (OPERATORS[operator.kind] ?? []).map((sign) => `(${one}) ${sign} (${other})`);
  const isAssignment = operator.getText().endsWith('=') && OPERATORS[operator.kind] !== undefined;
  if (isAssignment && /^[+-]=$/.test(operator.getText()))
    return (OPERATORS[operator.kind] ?? []).map((sign) => `${one} ${sign} (${other})`);
  return isLogical ? [...others, one, other] : others;
}

function ofCall(node: ts.CallExpression): string[] {
  const { expression, arguments: given } = node;
  const list = given.map((one) => one.getText()).join(', ');
  const statement = ts.isExpressionStatement(node.parent) ? ['undefined'] : [];
  if (ts.isIdentifier(expression)) {
    const other = OTHER_FUNCTION.get(expression.text);
    if (other !== undefined) return [...statement, ...given.map((one) => one.getText())];
    if (expression.text !== 'cutUp') return statement;
    const [value, by] = given.map((one) => one.getText());
    return [`(${String(value)}) / (${String(by)})`];
  }
  if (!ts.isPropertyAccessExpression(expression)) return statement;
  const on = expression.expression.getText();
  const other = OTHER_METHOD.get(expression.name.text);
  if (other !== undefined) return [...statement, `${on}.${other}(${list})`];
  return LEFT_OUT.has(expression.name.text) ? [...statement, on] : statement;
}
