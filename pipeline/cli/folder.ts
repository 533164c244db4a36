// The option by which commands are told where to write.
import { Option } from 'commander';
import { usageFailure } from '../platform/failure.ts';

/** `--out <dir>`: any name but an empty one, which is what an unset variable of a shell leaves. */
export function outOption(about: string): Option {
  return new Option('--out <dir>', about).argParser((folder: string) => {
    if (folder === '') throw usageFailure('no_folder', '--out is empty: name a folder.');
    return folder;
  });
}
