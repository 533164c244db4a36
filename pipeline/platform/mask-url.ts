// Masks addresses in what people read. Scheme, host and port stay. User, password, path and query
// go, since any of them may be a secret (the path of a webhook is one).

const SCHEME = /^\s*([a-z][a-z0-9+.-]*:\/\/)/i;
const URL_IN_TEXT = /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * Masks the value of a setting. A value that begins like an address counts as one up to its end,
 * because an unencoded password may hold blanks and quotes.
 */
export function masked(value: string): string {
  return SCHEME.test(value) ? maskedUrl(value) : value.replace(URL_IN_TEXT, maskedUrl);
}

/** JSON of a value, with every text in it masked. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? masked(one) : one));
}

function maskedUrl(url: string): string {
  const scheme = SCHEME.exec(url)?.[1] ?? '';
  const rest = url.trimStart().slice(scheme.length);
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  const behind = rest.slice(authority.length);
  const [host = '', ...user] = authority.split('@').reverse();
  // An `@` after the host belongs to the path, or the password holds an unencoded `/`. In the
  // second case what looks like the host is part of the password.
  if (behind.includes('@') || !HOST.test(host)) return `${scheme}***`;
  const path = behind === '' || behind === '/' ? '' : '/***';
  return `${scheme}${user.length > 0 ? '***@' : ''}${host}${path}`;
}
