// Removes from an engine's error what it reveals about this machine and the inside of views.
import { hostname } from 'node:os';

/** Anything that looks like an absolute path with two or more folders. */
const PATH = /(?<![\w.:/])(?:\/[\w.@+%-]+){2,}\/?/g;

/** Where in a statement, or in the view behind it, an error arose; up to the error's name. */
const INSIDE =
  /(?:[:.,]? (?:in|In) scope |: [Ww]hile (?:executing|processing) ).*?(?=\. \([A-Z_]+\)$|$)/s;

/** The message with `…` in place of paths and of this host's name. */
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
