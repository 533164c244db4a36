// A host of an AMP cache is the site that it caches (M-PROPERTY). The cache writes the site's name
// as one label: `-` becomes `--`, `.` becomes `-`, and the result is put into punycode.
// https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls
import { hostName, unicodeName, type WrittenPlace } from './host-name.ts';

const CACHES = ['cdn.ampproject.org', 'bing-amp.com'];
/** Google's viewer shows AMP pages under its own name: google.com/amp/s/films.tv/page. */
const VIEWER = /^google\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/;
/** Kinds of cached documents. Images and scripts (`i`, `r`) may come from anywhere. */
const DOCUMENT_KINDS = new Set(['c', 'v', 'wp']);

/**
 * The site that an AMP cache shows at a place.
 * @returns undefined: no AMP cache; null: a cache, and what it shows cannot be told
 */
export function ampSource({ host, path }: WrittenPlace): string | null | undefined {
  if (VIEWER.test(host)) return path[0] === 'amp' ? hostInPath(path.slice(1)) : undefined;
  const cache = CACHES.find((name) => host === name || host.endsWith(`.${name}`));
  if (cache === undefined) return undefined;
  const [kind = ''] = path;
  const fromPath = DOCUMENT_KINDS.has(kind) ? hostInPath(path.slice(1)) : null;
  const fromLabel = host === cache ? null : decodedLabel(host.slice(0, -cache.length - 1));
  if (fromPath !== null && fromLabel !== null && fromPath !== fromLabel) return null;
  return fromLabel ?? fromPath;
}

/** `s` says that the site was read over https. */
function hostInPath(path: readonly string[]): string | null {
  const name = (path[0] === 's' ? path[1] : path[0]) ?? '';
  return name.includes('.') ? hostName(name) : null;
}

/** A name that is too long for a label is written as a digest, which has no hyphen. */
function decodedLabel(label: string): string | null {
  if (label.includes('.')) return null;
  const written = unicodeName(label);
  // Marks a label that would otherwise look like punycode.
  const marked = /^0-(.{2}--.*)-0$/.exec(written)?.[1] ?? written;
  // An odd number of hyphens above one could be read in two ways.
  if (/(?<!-)-(?:--)+(?!-)/.test(marked)) return null;
  const name = marked.replace(/--|-/g, (hyphens) => (hyphens === '-' ? '.' : '-'));
  return name.includes('.') ? hostName(name) : null;
}
