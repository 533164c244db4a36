// A canonical form is computed of whatever a record holds, so no text may take quadratic time.
import { expect, test } from 'vitest';
import { canonicalAccount } from '../../schemas/account-form.ts';
import { networkKey } from '../../schemas/network-key.ts';
import { propertyOf } from '../../schemas/property.ts';

test('long hostile texts take linear time: with quadratic time this would not end', () => {
  const worst = ['1.*', '::', '/', '[.]', '.', 'a.b@', '\u0301', '*', '(dot)'];
  for (const piece of worst)
    for (const [start, end] of [
      ['', '!'],
      ['http://', ''],
      ['t.me/', 'b'],
      ['FR76', ' '],
    ]) {
      const text = `${start ?? ''}${piece.repeat(300_000 / piece.length)}${end ?? ''}`;
      expect('fault' in propertyOf(text) || start === 't.me/').toBe(true);
      expect(canonicalAccount(text)).not.toBe('');
      expect(networkKey(text)).not.toBe('');
    }
});
