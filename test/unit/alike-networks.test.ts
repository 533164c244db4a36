// Names of networks that may be one network, for the doctor.
import { expect, test } from 'vitest';
import { alikeNetworks } from '../../pipeline/doctor/network-checks.ts';

const named = (network: string, name: string | null, is_conduit: boolean | null = null) => ({
  network,
  name,
  is_conduit,
});

test.each([
  ['PopAds Network Ltd', 'popads.net'],
  ['POP ADS', 'popads.net'],
  ['Adcash OÜ', 'adcash.com'],
  ['ExoClick, S.L.', 'exoclick.com'],
  ['Clickadu s.r.o.', 'clickadu.com'],
  ['PropellerAds Europe', 'propellerads.com'],
  ['Exoclik', 'exoclick.com'],
  ['Exocliick', 'exoclick.com'],
])('%s looks like %s', (name, domain) => {
  expect(alikeNetworks([name, domain], [])).toEqual([
    `${JSON.stringify(name)} and ${JSON.stringify(domain)}`,
  ]);
});

test.each([
  ['Media Group Ltd', 'media.net'],
  ['Popcash', 'popads.net'],
  ['Ads Ltd', 'adsterra.com'],
  ['Tomksoft S.A.', 'popads.net'],
])('%s does not look like %s', (name, domain) => {
  expect(alikeNetworks([name, domain], [])).toEqual([]);
});

test('two known keys that are one word look alike, and one key in two spellings does not', () => {
  expect(alikeNetworks(['popads.net', 'www.PopAds.co.uk'], [])).toEqual([]);
  expect(alikeNetworks(['popads.net', 'pop-ads.net'], [])).toEqual([
    '"popads.net" and "pop-ads.net"',
  ]);
});

test('a name that is joined, or that pays for others, is not doubted', () => {
  const names = ['PopAds Network Ltd', 'popads.net', 'Paxum Inc.', 'paxum.com'];
  expect(alikeNetworks(names, [])).toHaveLength(2);
  expect(
    alikeNetworks(names, [
      named('popads.net', 'PopAds Network Ltd'),
      named('paxum.com', null, true),
      named('paxum.com', 'Paxum Inc.', true),
    ]),
  ).toEqual([]);
});
