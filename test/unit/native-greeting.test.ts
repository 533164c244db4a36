// How a driver is greeted over HTTP: in the form of its own revision, as revision 0.
import { expect, test } from 'vitest';
import { greeted } from '../../pipeline/warehouse/native-greeting.ts';

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const column = (name: string, type: string, value: Buffer) =>
  Buffer.concat([text(name), text(type), value]);
const PLAIN = Buffer.concat([
  Buffer.from([4, 1]),
  column('displayName()', 'String', text('host-7')),
  column('version()', 'String', text('26.7.2.1')),
  column('revision()', 'UInt32', Buffer.from([0xf1, 0xd4, 0, 0])),
  column('timezone()', 'String', text('UTC')),
]);
const answer = (bytes: Uint8Array) => ({
  bytes,
  rowsRead: 1,
  bytesRead: 1,
  rowsWritten: 0,
  bytesWritten: 0,
});
const asked = (revision: string) => new Map([['client_protocol_version', revision]]);

test('the greeting begins with a description of its block and says revision 0 and no name of a host', () => {
  const { bytes } = greeted(answer(PLAIN), 'Native', asked('54460'));
  const marked = (name: string, type: string, value: Buffer) =>
    Buffer.concat([text(name), text(type), Buffer.from([0]), value]);
  expect(Buffer.from(bytes)).toEqual(
    Buffer.concat([
      Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0, 4, 1]),
      marked('displayName()', 'String', text('plancher')),
      marked('version()', 'String', text('26.7.2.1')),
      marked('revision()', 'UInt32', Buffer.alloc(4)),
      marked('timezone()', 'String', text('UTC')),
    ]),
  );
  const old = greeted(answer(PLAIN), 'native', asked('54400')).bytes;
  expect(bytes.length - old.length).toBe(4);
});

test.each<[string, Uint8Array, string, string]>([
  ['a client that says no revision', PLAIN, 'Native', '0'],
  ['a revision that is no number', PLAIN, 'Native', 'x'],
  ['another format', PLAIN, 'RowBinary', '54460'],
  ['an answer that is cut off', PLAIN.subarray(0, 40), 'Native', '54460'],
  ['nothing', Buffer.alloc(0), 'Native', '54460'],
  [
    'another question',
    Buffer.concat([Buffer.from([1, 1]), column('1', 'UInt8', Buffer.from([1]))]),
    'Native',
    '54460',
  ],
])('%s: passed on as it came', (_, bytes, format, revision) => {
  expect(greeted(answer(bytes), format, asked(revision)).bytes).toBe(bytes);
});
