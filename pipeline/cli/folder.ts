// The option that names the folder to write to.
import { Option } from 'commander';
import { usageFailure } from '../platform/failure.ts';

/** `--out <dir>`: any name but an empty one, which an unset variable of a shell would leave. */
export function outOption(about: string): Option {
  return new Option('--out <dir>', about).argParser((folder: string) => {
    if (folder === '') throw usageFailure('no_folder', '--out is empty: name a folder.');
    return folder;
  });
}
