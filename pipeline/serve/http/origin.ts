// Detects requests that a browser makes for a page of another site. Such a page can reach every
// port of the user's machine, with any login that the browser remembers. With a name that it points
// at our address (DNS rebinding) it can even read the answers.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Values of Sec-Fetch-Site for a page of our own and for a typed address. */
const OWN_SITES = ['same-origin', 'none'];

/** @returns whether a page of another site made the request */
export function isFromForeignPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && !OWN_SITES.includes(site)) return true;
  const { origin, host } = headers;
  return (
    origin !== undefined && origin !== `http://${host ?? ''}` && origin !== `https://${host ?? ''}`
  );
}

/**
 * @param names of this server, in addition to its addresses, localhost and the machine's name
 * @returns whether the request is meant for another host
 */
export function isForOtherHost({ headers }: IncomingMessage, names: readonly string[]): boolean {
  const host = (headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  // A page can point a name at our address. It cannot make a browser send a literal address that
  // the page did not come from.
  if (host === '' || isIP(host) !== 0) return false;
  return ![
    'localhost',
    hostname().toLowerCase(),
    ...names.map((name) => name.toLowerCase()),
  ].includes(host);
}
