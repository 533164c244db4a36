// reference/shared-hosts.json: hosts that serve strangers and that the private part of the Public
// Suffix List does not have. What lies below one belongs to somebody else each time (M-PROPERTY).
import { z } from 'zod';
import { hostName } from './host-name.ts';
import { ROW_ORIGIN, referenceRows, referenceText } from './reference-file.ts';

const FILE = 'shared-hosts.json';
const sharedHost = z.strictObject({
  host: z.string().refine((host) => host.includes('.') && hostName(host) === host, {
    error: 'write a host name in punycode and lower case, such as proxyportal.pw',
  }),
  ...ROW_ORIGIN,
});

export function parseSharedHosts(text: string): ReadonlySet<string> {
  return new Set(referenceRows(FILE, text, sharedHost, ({ host }) => [host]).map((r) => r.host));
}

const SHARED_HOSTS = parseSharedHosts(referenceText(FILE));

/** The host of one customer of a shared host, at or above `host`; null: it is on no shared host. */
export function customerHost(host: string): string | null {
  let start = 0;
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    if (SHARED_HOSTS.has(host.slice(dot + 1))) return host.slice(start);
    start = dot + 1;
  }
  return null;
}
