// What a site is: a registrable domain of the Public Suffix List with its private part, so `a.blogspot.com` is a site
// (METHOD 1). Host names are compared in punycode and lower case.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { getHostname, parse } from 'tldts';

const HOST_NAME_LIMIT = 253;
const MEMORY_LIMIT = 50_000;
/** Blogs under a country's name, such as a.blogspot.fr, have an owner each. The list had these suffixes until Google gave them up, and evidence
 *  is older than the list: without them the money of all blogs would be one site's. */
const COUNTRY_BLOG = /(?:^|\.)([^.]+\.blogspot\.(?:com?\.)?[a-z]{2})$/;
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
  const trimmed = written.trim();
  // URL parsers drop tabs and line ends, which would join two names into a third one.
  if (/\p{Cc}/u.test(trimmed)) return null;
  const hostname = getHostname(trimmed, { validateHostname: false });
  // The length is looked at before punycode as well: its cost grows with the square of the length.
  if (hostname === null || hostname === '' || hostname.length > HOST_NAME_LIMIT) return null;
  const ipVersion = isIP(hostname);
  // One address, one spelling: IPv6 in the short form of the URL standard.
  if (ipVersion === 6) return domainToASCII(`[${hostname}]`).slice(1, -1) || null;
  if (ipVersion === 4) return hostname;
  const ascii = domainToASCII(hostname.replace(/\.$/, ''));
  if (ascii === '' || ascii.length > HOST_NAME_LIMIT) return null;
  const blog = COUNTRY_BLOG.exec(ascii)?.[1];
  if (blog !== undefined) return blog;
  const domain = parse(ascii, { allowPrivateDomains: true }).domain;
  // A private suffix such as blogspot.com is a site of its owner: fall back to the ICANN part of the list.
  return domain ?? parse(ascii, { allowPrivateDomains: false }).domain;
}
