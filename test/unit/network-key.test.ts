// M-NETWORK: the money of a network is grouped by one key, however its name is written.
import { describe, expect, test } from 'vitest';
import { isDomainName, networkKey } from '../../schemas/network-key.ts';

describe('a name that is a domain has a key of its own: the label before the public suffix', () => {
  test.each([
    ['popads.net', 'popads'],
    ['PopAds.net', 'popads'],
    ['http://www.popads.net/', 'popads'],
    ['https://popads.net/publishers?id=1', 'popads'],
    ['http://http://www.popads.net', 'popads'],
    ['www.popads.net', 'popads'],
    ['popads.net:443', 'popads'],
    ['popads.net.', 'popads'],
    [' popads.net ', 'popads'],
    ['ｐｏｐａｄｓ.net', 'popads'],
    ['popads\u200b.net', 'popads'],
    ['popads[.]net', 'popads'],
    ['popads.co.uk', 'popads'],
    ['a.popads.net', 'popads'],
    ['a.b.popads.co.uk', 'popads'],
    ['popads.example', 'popads'],
    ['a.herokuapp.com', 'a'],
    ['Régie-Pub.fr', 'régie-pub'],
    ['xn--rgie-pub-b1a.fr', 'régie-pub'],
  ])('%s: %s', (written, key) => {
    expect(networkKey(written)).toBe(key);
    expect(isDomainName(written)).toBe(true);
  });
});

describe('of another name the key is its text', () => {
  test.each([
    ['PopAds', 'popads'],
    ['Tomksoft S.A.', 'tomksoft s.a.'],
    ['S.A', 's.a'],
    ['  Google   Ireland\tLtd ', 'google ireland ltd'],
    ['Re\u0301gie', 'régie'],
    ['RÉGIE\u200b', 'régie'],
    ['PAYPAL *POPADS.NET', 'paypal *popads.net'],
    ['billing@popads.net', 'billing@popads.net'],
    ['Google / AdSense', 'google / adsense'],
    ['co.uk', 'co.uk'],
    ['192.0.2.17', '192.0.2.17'],
    ['v2.0', 'v2.0'],
    ['http://', 'http://'],
    ['/', '/'],
    ['\u200b', '\u200b'],
    ['', ''],
  ])('%j: %j', (written, key) => {
    expect(networkKey(written)).toBe(key);
    expect(isDomainName(written)).toBe(false);
  });
});

test('the answer does not depend on earlier calls, however many', () => {
  for (let i = 0; i < 30_000; i += 1) networkKey(`net-${String(i)}.tv`);
  expect(networkKey('PopAds.net')).toBe('popads');
  expect(isDomainName('PopAds')).toBe(false);
});
