// Addresses in what people read: scheme, host and port stay. User, password, path and query go,
// since any of them may be a secret (the path of a webhook is one).

const SCHEME = /^\s*([a-z][a-z0-9+.-]*:\/\/)/i;
const URL_IN_TEXT = /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * A value of a setting. One that begins like an address is one to its end: an unencoded password
 * may hold blanks and quotes.
 */
export function masked(value: string): string {
  return SCHEME.test(value) ? maskedUrl(value) : value.replace(URL_IN_TEXT, maskedUrl);
}

/** Every text within a value, for JSON. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? masked(one) : one));
}

function maskedUrl(url: string): string {
  const scheme = SCHEME.exec(url)?.[1] ?? '';
  const rest = url.trimStart().slice(scheme.length);
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  const behind = rest.slice(authority.length);
  const [host = '', ...user] = authority.split('@').reverse();
  // An `@` behind the host: a path with one, or a password with an unencoded `/`. Either way what
  // looks like the host may be a secret.
  if (behind.includes('@') || !HOST.test(host)) return `${scheme}***`;
  return `${scheme}${user.length > 0 ? '***@' : ''}${host}${behind === '' || behind === '/' ? '' : '/***'}`;
}
