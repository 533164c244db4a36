// Messages go to public addresses only, whatever a name resolves to, unless the alerts file allows
// more.
import { expect, test } from 'vitest';
import { isSpecial, pinnedAddress } from '../../pipeline/alert/tell/address.ts';
import { networksOf } from '../../pipeline/config/alerts-file.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1%eth0',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
])('%s is not a public address', (address) => {
  expect(isSpecial(address)).toBe(true);
});

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
  '%s is a public address',
  (address) => {
    expect(isSpecial(address)).toBe(false);
  },
);

const resolving =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address })));

test('a name with one private address among public ones is refused, and the failure says what to do', async () => {
  await expect(
    pinnedAddress('both.example', networksOf([]), resolving('8.8.8.8', '10.0.0.1')),
  ).rejects.toThrow(/10\.0\.0\.1.*allow_addresses/);
});

test('a name is resolved once: the address that was checked is the one that is used', async () => {
  const answers = [['8.8.8.8'], ['127.0.0.1']];
  const pinned = await pinnedAddress('rebinding.example', networksOf([]), () =>
    Promise.resolve((answers.shift() ?? []).map((address) => ({ address }))),
  );
  expect(pinned).toEqual({ address: '8.8.8.8', family: 4 });
  expect(answers).toHaveLength(1);
});

test('only what the file allows is allowed', async () => {
  const allowed = networksOf(['10.1.0.0/16']);
  expect(await pinnedAddress('in.example', allowed, resolving('10.1.2.3'))).toEqual({
    address: '10.1.2.3',
    family: 4,
  });
  await expect(pinnedAddress('out.example', allowed, resolving('10.2.0.1'))).rejects.toThrow(
    '10.2.0.1',
  );
});
