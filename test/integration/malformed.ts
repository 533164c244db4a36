// Requests that none of our clients sends, as bytes, with the statuses that may answer them.
import { randomOf } from '../../pipeline/platform/random.ts';

export interface Malformed {
  name: string;
  bytes: Buffer;
  /** Null: any answer below 500, or none. */
  statuses: readonly number[] | null;
}

const END = '\r\n\r\n';
const HOST = 'Host: localhost';

const target = (written: string, statuses: readonly number[] = [400]): Malformed => ({
  name: `target ${JSON.stringify(written)}`,
  bytes: Buffer.from(`GET ${written} HTTP/1.1\r\n${HOST}${END}`),
  statuses,
});
const raw = (
  name: string,
  written: string | Buffer,
  statuses: readonly number[] | null = [400],
): Malformed => ({
  name,
  bytes: Buffer.from(written),
  statuses,
});
const header = (written: string, statuses: readonly number[] | null = [400]): Malformed =>
  raw(
    `header ${JSON.stringify(written.slice(0, 60))}`,
    `GET /nowhere HTTP/1.1\r\n${HOST}\r\n${written}${END}`,
    statuses,
  );

const TARGETS = [
  ...[
    '//',
    '//x',
    '///',
    '//[',
    '//[::1',
    '//:0',
    '//@',
    '//%',
    '//a:b:c',
    '//\\',
    '/\\',
    '/\\\\x',
    '/\\[',
    '*',
    '**',
    'x',
    '?',
    ':',
    '%',
  ],
  ...[
    'http://',
    'http:///',
    'http://localhost/',
    'http://[/',
    'http://x:99999/',
    'https://a@b/',
    'file:///etc/passwd',
    'javascript:1',
  ],
  ...[
    '/%',
    '/%2',
    '/%zz',
    '/%ff',
    '/%c3%28',
    '/%ed%a0%80',
    '/?%',
    '/?query=%e',
    '/?query=%ff',
    '/é',
    '/\u202e',
    '/?q=\u00a0',
    '/\x7f',
  ],
  ...['/\x01', '/a\tb', '/#x', '/x#%', 'localhost:80', '[::1]:80'],
];

const OTHERS: readonly Malformed[] = [
  raw('CONNECT', `CONNECT localhost:80 HTTP/1.1\r\n${HOST}${END}`),
  raw('CONNECT of a path', `CONNECT / HTTP/1.1\r\n${HOST}${END}`),
  raw('CONNECT and more', `CONNECT a:1 HTTP/1.1\r\n${HOST}${END}GET // HTTP/1.1\r\n\r\n`),
  header(
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13',
  ),
  // Java clients offer these with ordinary requests.
  header(
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
    [404],
  ),
  header('Connection: Upgrade\r\nUpgrade: TLS/1.2', [404]),
  raw('HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  raw('HTTP/0.9', 'GET /\r\n'),
  raw('HTTP/9.9', `GET / HTTP/9.9\r\n${HOST}${END}`),
  raw('no version', `GET /${END}`),
  raw('no method', `/ HTTP/1.1${END}`),
  raw('unknown method', `FROB / HTTP/1.1\r\n${HOST}${END}`),
  raw('lower case method', `get / HTTP/1.1\r\n${HOST}${END}`),
  raw('no host', `GET / HTTP/1.1${END}`),
  raw('two hosts', `GET /nowhere HTTP/1.1\r\n${HOST}\r\n${HOST}${END}`, null),
  raw('TLS', Buffer.from('16030100c8010000c40303', 'hex')),
  raw('SSH', 'SSH-2.0-OpenSSH_9.6\r\n'),
  raw('PROXY', `PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\nGET / HTTP/1.1\r\n${HOST}${END}`),
  raw('nothing but zeros', Buffer.alloc(4_096)),
  raw('nothing but line breaks', '\r\n'.repeat(4_096), null),
  raw('nothing', '', null),
  raw('half a line', 'GE', null),
  raw('half a header', `GET / HTTP/1.1\r\nHos`),
  raw('bare line feeds', 'GET /nowhere HTTP/1.1\nHost: x\n\n', null),
  raw('a long line', `GET /${'a'.repeat(200_000)} HTTP/1.1\r\n${HOST}${END}`, [431, 400]),
  header(`X: ${'a'.repeat(200_000)}`, [431]),
  header(Array.from({ length: 5_000 }, (_, at) => `X${String(at)}: 1`).join('\r\n'), null),
  header('no colon'),
  header(': no name'),
  header('X Y: blank in a name'),
  header('X: a\x00b'),
  header('X: a\rb'),
  header(' folded: 1'),
  header('Content-Length: x'),
  header('Content-Length: -1'),
  header('Content-Length: 1\r\nContent-Length: 2'),
  header('Content-Length: 1e3'),
  header('Content-Length: 99999999999999999999999'),
  header('Content-Length: 5\r\nTransfer-Encoding: chunked'),
  header('Transfer-Encoding: gzip, identity', null),
  header('Transfer-Encoding: chunked, chunked', null),
  header('Expect: 200-ok', [417]),
  raw('a body that breaks off', `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 9${END}x`, null),
  raw(
    'a chunk without size',
    `POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked${END}zz\r\n`,
    null,
  ),
  raw(
    'a chunk too large',
    `POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked${END}ffffffffffffffffff\r\n`,
    null,
  ),
  raw(
    'long extensions of a chunk',
    `POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked${END}1;${'a'.repeat(100_000)}\r\nx`,
    null,
  ),
  raw('many requests at once', `GET /nowhere HTTP/1.1\r\n${HOST}${END}`.repeat(2_000), null),
  raw(
    'a bad one behind a good one',
    `GET /nowhere HTTP/1.1\r\n${HOST}${END}GET // HTTP/1.1\r\n${HOST}${END}`,
    [404],
  ),
  raw('garbage behind a good one', `GET /nowhere HTTP/1.1\r\n${HOST}${END}\x00\x01\x02`, null),
  raw(
    'gzip that is none',
    `POST / HTTP/1.1\r\n${HOST}\r\nContent-Encoding: gzip\r\nContent-Length: 3${END}abc`,
    null,
  ),
  ...['@', 'x', 'Basic', 'Basic =', 'Basic %%%', 'Bearer x', `Basic ${'A'.repeat(8_000)}`].map(
    (value) =>
      raw(
        `Authorization: ${value.slice(0, 20)}`,
        `GET /?query=SELECT+1 HTTP/1.1\r\n${HOST}\r\nAuthorization: ${value}${END}`,
        null,
      ),
  ),
  ...[
    'OPTIONS *',
    'OPTIONS /',
    'TRACE /',
    'PUT /',
    'DELETE /',
    'PATCH /',
    'PROPFIND /',
    'HEAD /',
  ].map((begin) =>
    raw(
      begin,
      `${begin} HTTP/1.1\r\n${HOST}${END}`,
      begin === 'OPTIONS *' ? [400] : [404, 405, 403],
    ),
  ),
];

export const HAND_WRITTEN: readonly Malformed[] = [
  ...TARGETS.map((written) => target(written)),
  ...OTHERS,
];

const PIECES = [
  '/',
  '//',
  '\\',
  '%',
  '%2f',
  '%00',
  '[',
  ']',
  ':',
  '@',
  '?',
  '#',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\x00',
  'é',
  '*',
  '.',
  '..',
  'a',
] as const;
const METHODS = ['GET ', 'POST ', 'CONNECT ', 'OPTIONS ', 'HEAD ', 'G', ''] as const;
const HEADERS = ['', 'X', 'Upgrade', 'Content-Length', 'Connection'] as const;

/** A request with noise in the target, in a header or in any byte. */
export function generated(seed: number): Malformed {
  const random = randomOf(seed);
  const some = (most: number) =>
    Array.from({ length: random.below(most) }, () => random.pick(PIECES)).join('');
  const first = `${random.pick(METHODS)}${random.pick(['/', '//', ''])}${some(8)} HTTP/1.1`;
  const text = `${first}\r\n${HOST}\r\n${random.pick(HEADERS)}: ${some(4)}${END}${some(4)}`;
  const bytes = Buffer.from(text, random.chance(0.5) ? 'utf8' : 'latin1');
  if (random.chance(0.4)) bytes[random.below(bytes.length)] = random.below(256);
  return {
    name: `seed ${String(seed)}: ${JSON.stringify(bytes.toString('latin1'))}`,
    bytes,
    statuses: null,
  };
}
