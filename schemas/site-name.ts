// What a site is: a registrable domain of the Public Suffix List with its private part, so `a.blogspot.com` is a site
// (METHOD 1). Host names are compared in punycode and lower case.
import { domainToASCII } from 'node:url';
import { getHostname, parse } from 'tldts';

const MEMORY_LIMIT = 50_000;
const memory = new Map<string, string | null>();

/**
 * The registrable domain of a host name or URL; for an IP address, the address itself.
 * @returns null when there is none: a bare public suffix, a host name without a dot, or no host name at all.
 */
export function siteName(written: string): string | null {
  const known = memory.get(written);
  if (known !== undefined) return known;
  const name = registrableDomain(written);
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  if (written.length <= 255) memory.set(written, name);
  return name;
}

/** True when {@link siteName} finds a site in the text. */
export function hasSiteName(written: string): boolean {
  return siteName(written) !== null;
}

function registrableDomain(written: string): string | null {
  const hostname = getHostname(written.trim(), { validateHostname: false });
  if (hostname === null || hostname === '') return null;
  const withPrivate = parse(hostname, { validateHostname: false });
  if (withPrivate.isIp === true) return withPrivate.hostname;
  const ascii = domainToASCII(hostname.replace(/\.$/, ''));
  if (ascii === '' || ascii.length > 253) return null;
  const domain = parse(ascii, { allowPrivateDomains: true }).domain;
  // A private suffix such as blogspot.com is a site of its owner: fall back to the ICANN part of the list.
  return domain ?? parse(ascii, { allowPrivateDomains: false }).domain;
}
