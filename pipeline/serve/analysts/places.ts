// What an error of the engine says of this machine and of the inside of views: an analyst has no
// use for it.
import { hostname } from 'node:os';

/** Everything that looks like an absolute path of two folders or more. */
const PATH = /(?<![\w.:/])(?:\/[\w.@+%-]+){2,}\/?/g;

/** Where in a statement, or in the view behind it, an error arose; up to the name of the error. */
const INSIDE =
  /(?:[:.,]? (?:in|In) scope |: [Ww]hile (?:executing|processing) ).*?(?=\. \([A-Z_]+\)$|$)/s;

/** The message with `…` in the place of paths and of the name of this host. */
export function withoutPlaces(
  message: string,
  { folder, warehouse }: { folder: string; warehouse: string },
): string {
  const host = hostname();
  return [folder, warehouse]
    .reduce((text, place) => text.replaceAll(place, '…'), message)
    .replace(PATH, '…')
    .replaceAll(host.length > 2 ? host : folder, '…')
    .replace(/\(version [^)]*\)/g, '')
    .replace(/, Stack trace .*$/s, '')
    .replace(INSIDE, '');
}
