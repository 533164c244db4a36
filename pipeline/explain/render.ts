// A paper as text, Markdown or HTML. Texts of records come from strangers: they are made harmless
// here, and nowhere else.
import { type Row, shown } from '../text/row.ts';
import { table } from '../text/table.ts';

export type Block =
  | { kind: 'title' | 'heading' | 'strong' | 'text'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; columns: readonly { name: string; label: string }[]; rows: readonly Row[] };

export const PAPER_FORMATS = ['text', 'markdown', 'html'] as const;
export type PaperFormat = (typeof PAPER_FORMATS)[number];

export function render(blocks: readonly Block[], format: PaperFormat, language: string): string {
  if (format === 'html') return html(blocks, language);
  return blocks.map((block) => (format === 'markdown' ? markdown(block) : plain(block))).join('\n');
}

const UNDERLINES = { title: '=', heading: '-', strong: '', text: '' };

function plain(block: Block): string {
  if (block.kind === 'table') {
    const rows = block.rows.map((row) =>
      Object.fromEntries(block.columns.map(({ name, label }) => [label, row[name]])),
    );
    return table(
      rows,
      block.columns.map(({ label }) => label),
    );
  }
  if (block.kind === 'list') return `${block.items.map((item) => `- ${shown(item)}`).join('\n')}\n`;
  const mark = UNDERLINES[block.kind].repeat(Math.min(block.text.length, 80));
  return `${shown(block.text)}\n${mark}`.trimEnd().concat('\n');
}

/** Marks of Markdown and of HTML within it. */
const inMarkdown = (text: unknown) =>
  shown(text).replace(/[\\`*_{}[\]<>()#+!|~&]/g, (mark) => `\\${mark}`);

function markdown(block: Block): string {
  if (block.kind === 'table') {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
    const head =
      line(block.columns.map(({ label }) => inMarkdown(label))) +
      line(block.columns.map(() => '---'));
    return (
      head +
      block.rows.map((row) => line(block.columns.map(({ name }) => inMarkdown(row[name])))).join('')
    );
  }
  if (block.kind === 'list') return block.items.map((item) => `- ${inMarkdown(item)}\n`).join('');
  const marks = { title: '# ', heading: '## ', strong: '', text: '' }[block.kind];
  return block.kind === 'strong'
    ? `**${inMarkdown(block.text)}**\n`
    : `${marks}${inMarkdown(block.text)}\n`;
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
const inHtml = (text: unknown) =>
  shown(text).replace(/[&<>"']/g, (mark) => ENTITIES.get(mark) ?? mark);

const CELL =
  'border: 0.5pt solid #777; padding: 1pt 3pt; text-align: left; vertical-align: top; ' +
  'overflow-wrap: anywhere; min-width: 12mm';
const STRONG = '.strong { font-size: 13pt; font-weight: bold }';
const STYLE = `@page { size: A4; margin: 15mm }
body { font: 10pt/1.4 serif; max-width: 180mm; margin: 1em auto; color: #000 }
h1 { font-size: 16pt } h2 { font-size: 12pt; margin-bottom: 0.2em; break-after: avoid }
table { border-collapse: collapse; width: 100%; font-size: 7.5pt }
th, td { ${CELL} }
/* Never in a cell: a hyphen would be taken for a part of a name. */
th { overflow-wrap: break-word; hyphens: auto; font-size: 7pt }
/* The heading above says the same to the eye. */
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
thead { display: table-header-group } tr { break-inside: avoid } ${STRONG}`;

function html(blocks: readonly Block[], language: string): string {
  const [title] = blocks.flatMap((block) => (block.kind === 'title' ? [block.text] : []));
  const policy =
    '<meta http-equiv="Content-Security-Policy" ' +
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">";
  return [
    '<!doctype html>',
    `<html lang="${inHtml(language)}">`,
    `<head><meta charset="utf-8">${policy}`,
    `<title>${inHtml(title)}</title>`,
    `<style>${STYLE}</style></head>`,
    '<body>',
    ...elements(blocks),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A table is called by the heading above it, for readers that go from table to table. */
function elements(blocks: readonly Block[]): string[] {
  let heading = '';
  return blocks.map((block) => {
    if (block.kind === 'title' || block.kind === 'heading') heading = block.text;
    return block.kind === 'table' ? htmlTable(block, heading) : element(block);
  });
}

function htmlTable({ columns, rows }: Extract<Block, { kind: 'table' }>, caption: string): string {
  const head = columns.map(({ label }) => `<th scope="col">${inHtml(label)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${columns.map(({ name }) => `<td>${inHtml(row[name])}</td>`).join('')}</tr>`,
  );
  return [
    `<table><caption>${inHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table>`,
  ].join('\n');
}

function element(block: Exclude<Block, { kind: 'table' }>): string {
  if (block.kind === 'list')
    return `<ul>${block.items.map((item) => `<li>${inHtml(item)}</li>`).join('')}</ul>`;
  const tag = { title: 'h1', heading: 'h2', strong: 'p', text: 'p' }[block.kind];
  const style = block.kind === 'strong' ? ' class="strong"' : '';
  return `<${tag}${style}>${inHtml(block.text)}</${tag}>`;
}
