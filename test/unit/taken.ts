// What becomes of a valid record of test/records.ts with some fields changed.
import { type Decoded, decode } from '../../schemas/decode.ts';
import { type Fields, event, flow, lineOf, observation, panel, site } from '../records.ts';

const RECORDS = {
  panel: (change: Fields) => panel('p', change),
  flow: (change: Fields) => flow('f', change),
  site: (change: Fields) => site('s', change),
  observation: (change: Fields) => observation('o', [], change),
  event: (change: Fields) => event('e', { account: 'a' }, change),
};

export type TakenKind = keyof typeof RECORDS;

export function taken(kind: TakenKind, change: Fields): Decoded {
  return decode(kind, lineOf(RECORDS[kind](change)));
}
