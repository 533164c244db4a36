// reference/platforms.json: hosts whose pages have an audience each, such as t.me/films, and which
// paths name a page. A platform's own name never covers its pages (M-PROPERTY).
import { z } from 'zod';
import { hostName, type WrittenPlace } from './host-name.ts';
import { ROW_ORIGIN, referenceRows, referenceText } from './reference-file.ts';

const FILE = 'platforms.json';
const host = z.string().refine((name) => name.includes('.') && hostName(name) === name, {
  error: 'write a host name in punycode and lower case, such as t.me',
});
const PATH = /^(?:[^A-Z/{}?]+\/)*(?:[^A-Z/{}?]*\{page\}|[^A-Z/{}?]+\?\w+=\{page\})$/;
const platform = z.strictObject({
  host,
  /** Other names of the host, with the same pages. */
  aliases: z.array(host),
  /** The path that `NAME.host` stands for; null: a host below is another host. */
  subdomain: z
    .string()
    .regex(/\{page\}$/, 'end it in {page}')
    .nullable(),
  /** The first that fits holds. */
  pages: z.array(
    z.strictObject({
      /** Parts of the path: a word, `*` for any, or a word and `{page}`. What follows is ignored. */
      path: z.string().regex(PATH, 'write a path in lower case that ends in {page}'),
      /** The property; null: the host and this path. */
      is: z
        .string()
        .regex(/\{page\}$/, 'end it in {page}')
        .nullable(),
      /** Regular expression of the part that `{page}` stands for. */
      page: z.string().refine(isPattern, { error: 'it is no regular expression, or fits nothing' }),
      case_sensitive: z.boolean(),
    }),
  ),
  /** Words in the place of a page that name none. */
  not_pages: z.array(z.string().regex(/^[^A-Z]+$/, 'write it in lower case')),
  ...ROW_ORIGIN,
});

function isPattern(source: string): boolean {
  try {
    return !new RegExp(`^(?:${source})$`, 'u').test('');
  } catch {
    return false;
  }
}

interface PageShape {
  parts: readonly string[];
  /** Parameter of the query that names the page; null: the path does. */
  parameter: string | null;
  name: string;
  page: RegExp;
  isCaseSensitive: boolean;
}

interface Platform {
  host: string;
  subdomain: string | null;
  shapes: readonly PageShape[];
  notPages: ReadonlySet<string>;
}

export function parsePlatforms(text: string): ReadonlyMap<string, Platform> {
  const rows = referenceRows(FILE, text, platform, (row) => [row.host, ...row.aliases]);
  return new Map(
    rows.flatMap((row) => {
      const one: Platform = {
        host: row.host,
        subdomain: row.subdomain,
        shapes: row.pages.map(({ path, is, page, case_sensitive: isCaseSensitive }) => {
          const [way = '', parameter] = path.split(/\?(?=\w+=\{page\}$)/);
          return {
            parts: way.split('/'),
            parameter: parameter?.replace('={page}', '') ?? null,
            name: is ?? `${row.host}/${path}`,
            page: new RegExp(`^(?:${page})$`, isCaseSensitive ? 'u' : 'iu'),
            isCaseSensitive,
          };
        }),
        notPages: new Set(row.not_pages),
      };
      return [row.host, ...row.aliases].map((name) => [name, one] as const);
    }),
  );
}

const PLATFORMS = parsePlatforms(referenceText(FILE));

/**
 * The page of a platform.
 * @returns undefined: the host is no platform; null: the path names no page; the host when there is
 * no path
 */
export function platformPage({ host: name, path, query }: WrittenPlace): string | null | undefined {
  const here = PLATFORMS.get(name);
  if (here === undefined) return pageOfSubdomain(name, path, query);
  if (path.length === 0) return here.host;
  return pageOf(here, path.map(decoded), query);
}

function pageOfSubdomain(name: string, path: readonly string[], query: string): string | undefined {
  const dot = name.indexOf('.');
  const above = PLATFORMS.get(name.slice(dot + 1));
  if (above === undefined || above.subdomain === null) return undefined;
  const first = above.subdomain.replace('{page}', name.slice(0, dot));
  return pageOf(above, [first, ...path.map(decoded)], query) ?? undefined;
}

function pageOf(here: Platform, path: readonly string[], query: string): string | null {
  for (const shape of here.shapes) {
    const written = shape.parameter === null ? inPath(shape, path) : inQuery(shape, path, query);
    const page = written?.normalize('NFC') ?? '';
    const folded = page.toLowerCase().normalize('NFC');
    if (shape.page.test(page) && !here.notPages.has(folded))
      return shape.name.replace('{page}', () => (shape.isCaseSensitive ? page : folded));
  }
  return null;
}

/** What stands in the place of `{page}`; null: the path has another shape. */
function inPath({ parts }: PageShape, path: readonly string[]): string | null {
  const before = parts.slice(0, -1);
  const written = path[before.length];
  if (written === undefined || !before.every((part, at) => isWord(part, path[at]))) return null;
  const word = parts.at(-1)?.replace('{page}', '') ?? '';
  return written.toLowerCase().startsWith(word) ? written.slice(word.length) : null;
}

function inQuery(
  { parts, parameter }: PageShape,
  path: readonly string[],
  query: string,
): string | null {
  const isHere = parts.length === path.length && parts.every((part, at) => isWord(part, path[at]));
  return isHere ? new URLSearchParams(query).get(parameter ?? '') : null;
}

const isWord = (part: string, written = '') => part === '*' || part === written.toLowerCase();

function decoded(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
