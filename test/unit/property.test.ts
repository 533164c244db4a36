// M-PROPERTY: a property is a host, a page of a platform or an app, in one spelling, with the names
// above it that a registry row could cover it by.
import { describe, expect, test } from 'vitest';
import { propertyOf } from '../../schemas/property.ts';

const nameOf = (written: string) => {
  const property = propertyOf(written);
  return 'fault' in property ? property.fault : property.name;
};
const ancestorsOf = (written: string) => {
  const property = propertyOf(written);
  return 'fault' in property ? property.fault : property.ancestors;
};

describe('what was written and the host it names', () => {
  test.each([
    ['http://www.Planet-Series.tv/', 'planet-series.tv'],
    ['planet-series.tv', 'planet-series.tv'],
    ['PLANET-SERIES.TV', 'planet-series.tv'],
    ['  planet-series.tv ', 'planet-series.tv'],
    ['a.b.c.planet-series.tv', 'a.b.c.planet-series.tv'],
    ['m.planet-series.tv', 'm.planet-series.tv'],
    ['www.www.planet-series.tv', 'planet-series.tv'],
    ['planet-series.tv.', 'planet-series.tv'],
    ['//planet-series.tv/', 'planet-series.tv'],
    ['planet-series.tv?site=other.tv#other.tv', 'planet-series.tv'],
    ['planet-series.tv/?page=2', 'planet-series.tv'],
    ['https://user:password@planet-series.tv:8443/#top', 'planet-series.tv'],
    ['planet-series.tv:80', 'planet-series.tv'],
    ['ftp://planet-series.tv', 'planet-series.tv'],
    ['some_host.planet-series.tv', 'some_host.planet-series.tv'],
    ['www.planet-series.co.uk', 'planet-series.co.uk'],
    ['www.m.planet-series.tv', 'm.planet-series.tv'],
    ['popads.example', 'popads.example'],
    ['www.tv', 'www.tv'],
    ['www.co.uk', 'www.co.uk'],
    ['http://www.münchen.de/', 'xn--mnchen-3ya.de'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each([
    'films[.]tv',
    'hxxp://films.tv',
    'hXXps://www.films[.]tv/',
    'hxxps[:]//films(.)tv',
    'hxxp[://]films{.}tv[/]',
    'h**p://films[dot]tv',
    'films(DOT)tv',
    'films。tv',
    'ｆｉｌｍｓ．ｔｖ',
  ])('%s is films.tv, as investigators write it', (written) => {
    expect(nameOf(written)).toBe('films.tv');
  });
});

describe('the names above a host, nearest first', () => {
  test.each([
    ['films.tv', []],
    ['m.films.tv', ['films.tv']],
    ['a.b.films.co.uk', ['b.films.co.uk', 'films.co.uk']],
    ['films.co.uk', []],
    ['mirror.films.example', ['films.example']],
    ['192.0.2.17', []],
    ['2001:db8::17', []],
    ['app:com.films.gratuit', []],
    ['t.me/films_vf', []],
    ['t.me', []],
    ['telegram.me', []],
    ['a.blogspot.com', []],
    ['x.a.blogspot.com', ['a.blogspot.com']],
    ['x.a.blogspot.fr', ['a.blogspot.fr']],
    ['y.x.a.github.io', ['x.a.github.io', 'a.github.io']],
    ['leet.proxyportal.pw', []],
    ['x.leet.proxyportal.pw', ['leet.proxyportal.pw']],
    ['proxyportal.pw', []],
    ['films.tumblr.com', []],
    ['s3.amazonaws.com', ['amazonaws.com']],
    ['fr.wikipedia.org', ['wikipedia.org']],
    ['studio.youtube.com', ['youtube.com']],
  ])('of %s: %j', (written, ancestors) => {
    expect(ancestorsOf(written)).toEqual(ancestors);
  });
});

describe('the private part of the Public Suffix List', () => {
  test.each([
    ['www.a.blogspot.com', 'a.blogspot.com'],
    ['b.blogspot.com', 'b.blogspot.com'],
    ['a.co.nl', 'a.co.nl'],
    ['www.a.blogspot.fr', 'a.blogspot.fr'],
    ['a.blogspot.co.uk', 'a.blogspot.co.uk'],
    ['a.blogspot.com.br', 'a.blogspot.com.br'],
    ['blogspot.com', 'blogspot.com'],
    ['www.blogspot.com', 'blogspot.com'],
    ['blogspot.fr', 'blogspot.fr'],
    ['github.io', 'github.io'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
    expect(ancestorsOf(written)).toEqual([]);
  });
});

describe('names outside ASCII', () => {
  test.each([
    ['séries-à-gogo.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['SÉRIES-À-GOGO.FR', 'xn--sries--gogo-d7a5i.fr'],
    ['se\u0301ries-a\u0300-gogo.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['xn--sries--gogo-d7a5i.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['XN--SRIES--GOGO-D7A5I.FR', 'xn--sries--gogo-d7a5i.fr'],
    ['https://www.münchen.de/', 'xn--mnchen-3ya.de'],
    ['食狮.公司.cn', 'xn--85x722f.xn--55qx5d.cn'],
    ['食狮.中国', 'xn--85x722f.xn--fiqs8s'],
    ['ｐｌａｎｅｔ－ｓｅｒｉｅｓ。ｔｖ', 'planet-series.tv'],
    ['planet-series.tv。', 'planet-series.tv'],
    ['1.2.3.１', '1.2.3.1'],
    ['STRAẞE.de', 'xn--strae-oqa.de'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each(['xn--a.tv', 'xn--zz--.tv'])(
    '%s, which is no valid punycode, is no site',
    (written) => {
      expect(nameOf(written)).toBe('invalid_site');
    },
  );
});

describe('one IP address has one spelling', () => {
  test.each([
    ['192.0.2.17', '192.0.2.17'],
    ['http://192.0.2.17:8080/', '192.0.2.17'],
    ['192[.]0[.]2[.]17', '192.0.2.17'],
    ['2001:db8::17', '2001:db8::17'],
    ['[2001:DB8::17]', '2001:db8::17'],
    ['http://[2001:DB8::17]:8080/', '2001:db8::17'],
    ['2001:0db8:0000:0:0::17', '2001:db8::17'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each([
    '192.0.2.256',
    '999.999.999.999',
    '192.0.2',
    '192.0.2.17.1',
    '010.0.0.1',
    '::1]',
    'fe80::1%eth0',
    '1',
  ])('%s is no site', (written) => {
    expect(nameOf(written)).toBe('invalid_site');
  });
});

describe('an app has the prefix app:', () => {
  test.each([
    ['app:com.films.gratuit', 'app:com.films.gratuit'],
    ['APP: com.Films.Gratuit', 'app:com.films.gratuit'],
    ['app:fr.films', 'app:fr.films'],
    ['app:id123456789', 'app:id123456789'],
    ['app:123456789', 'app:id123456789'],
    ['app:ID123456789', 'app:id123456789'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each(['app:', 'app:films', 'app:com..films', 'app:com.films/x', 'app:12', 'app:com.fi lms'])(
    '%s names no app',
    (written) => {
      expect(nameOf(written)).toBe('invalid_site');
    },
  );

  test.each([
    'com.films.gratuit',
    'com.films.tv',
    'com.films.android.tv',
    'http://com.films.gratuit/',
    'www.com.films.gratuit',
    'fr.films.gratuit',
    'org.films.vf.app1',
  ])('%s is refused without it', (written) => {
    expect(nameOf(written)).toBe('app_without_prefix');
  });

  test.each([
    'fr.wikipedia.org',
    'tv.example.com',
    'tv.films-cible.example',
    'films-cible.example',
    'fr.films.onion',
    'fr.films.local',
    'm.films.gratuit',
    'com.tv',
    'tv.films.i2p',
  ])('%s is a host', (written) => {
    expect(nameOf(written)).toBe(written);
  });
});

test.each([
  '185.53.177.0/24',
  '185[.]53[.]177[.]0/24',
  'http://185.53.177.0/24',
  '185.53.177/24',
  '185.53.177.0/255.255.255.0',
  '10.0.0.1-10.0.0.9',
  '10.0.0.1 – 10.0.0.9',
  '10.0.0.1-9',
  '10.0.0.*',
  '10.0.*.*',
  '10.0.0.x',
  '2001:db8::/32',
  '[2001:db8::]/32',
  '2001:db8::1-2001:db8::9',
])('%s is a range of addresses', (written) => {
  expect(nameOf(written)).toBe('address_range');
});

test.each([
  'films.tv/page',
  'http://www.Planet-Series.tv/x',
  'films.tv/x?site=other.tv',
  'a.blogspot.com/2015/11',
  '192.0.2.17/x',
  'http://[2001:db8::17]/x',
  `films.tv/${'x'.repeat(5_000)}`,
  'leet.proxyportal.pw/x',
  'google.fr/search?q=films',
])('%s has a path, and the host is no platform', (written) => {
  expect(nameOf(written)).toBe('path_without_platform');
});

describe('not a site', () => {
  test.each([
    ['a bare public suffix', 'com'],
    ['a bare public suffix of two labels', 'co.uk'],
    ['a bare public suffix in a URL', 'http://co.uk/x'],
    ['a bare public suffix outside ASCII', '公司.cn'],
    ['a suffix that a wildcard of the list makes', 'anything.ck'],
    ['a host name without a dot', 'localhost'],
    ['nothing', ''],
    ['white space', ' \t'],
    ['a scheme only', 'http://'],
    ['a dot', '.'],
    ['an empty label', 'planet..tv'],
    ['two dots at the end', 'planet.tv..'],
    ['a wildcard', '*.planet-series.tv'],
    ['a rule of a block list', '||planet-series.tv^'],
    ['a line of a hosts file', '0.0.0.0 planet-series.tv'],
    ['two sites', 'planet-series.tv, planet-films.tv'],
    ['a space inside', 'planet series.tv'],
    ['a mark-up bracket', '<planet>.tv'],
    ['a label that ends in a hyphen', 'planet-.tv'],
    ['a label of 64 letters', `${'a'.repeat(64)}.tv`],
    ['a name above 253 letters', `${'a.'.repeat(126)}tv`],
    ['a mail address', 'planet@planet-series.tv'],
    ['a port that is none', 'planet-series.tv:http'],
    ['a path of a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a mark of direction', 'planet\u202e-series.tv'],
  ])('%s', (_what, written) => {
    expect(nameOf(written)).toBe('invalid_site');
  });

  test.each(['\n', '\r', '\t', '\0', '\u0085'])(
    '%j inside does not join two names into a third',
    (mark) => {
      expect(nameOf(`planet-series.tv${mark}planet-films.tv`)).toBe('invalid_site');
      expect(nameOf(`http://planet-series.tv${mark}planet-films.tv/`)).toBe('invalid_site');
    },
  );
});

test('the answer does not depend on earlier calls, however many', () => {
  const before = nameOf('www.planet-series.tv');
  for (let i = 0; i < 60_000; i += 1) propertyOf(`site-${String(i)}.tv`);
  expect(nameOf('www.planet-series.tv')).toBe(before);
  expect(nameOf('co.uk')).toBe('invalid_site');
  expect(nameOf('co.uk')).toBe('invalid_site');
});
