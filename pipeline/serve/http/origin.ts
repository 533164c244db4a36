// Requests that a web browser makes for a page of another site. Such a page reaches every port of
// the machine that it is read on, with whatever login the browser remembers; by a name that it
// points at our address (DNS rebinding) it may even read the answers.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Sec-Fetch-Site of a page of our own, and of an address that a person typed. */
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
 * @param names under which this server is known, beside its addresses, localhost and the name of
 * the machine
 * @returns whether the request is meant for another host
 */
export function isForOtherHost({ headers }: IncomingMessage, names: readonly string[]): boolean {
  const host = (headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  // A page can point a name at our address, but cannot make a browser name an address that it did
  // not come from.
  if (host === '' || isIP(host) !== 0) return false;
  return ![
    'localhost',
    hostname().toLowerCase(),
    ...names.map((name) => name.toLowerCase()),
  ].includes(host);
}
