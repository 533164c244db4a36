// A number of things.
import { french } from './french.ts';

export const counted = {
  en: (count: number, word: string) => `${String(count)} ${word}${count === 1 ? '' : 's'}`,
  /** In French the plural begins at 2. */
  fr: (count: number, one: string, many: string) =>
    `${String(count)} ${french(count < 2 ? one : many)}`,
};
