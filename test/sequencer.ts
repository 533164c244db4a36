// The order in which files of tests begin. Files that start processes mostly wait for them, the
// others compute: where both kinds run side by side, two cores are busy and not swamped.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Suites that mostly wait, those with the longest files first: the last file to begin should be a
 * short one.
 */
const WAITING = ['lane:long', 'kafka', 'lane:clients', 'kill', 'integration', 'analysts'];

export class WaitingBesideComputing extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => WAITING.indexOf(project.name);
    // Within a suite, what took longest the last time, else the larger file first.
    const sorted = await super.sort(files);
    const waiting = sorted.filter((file) => place(file) >= 0).sort((a, b) => place(a) - place(b));
    return mixed(
      waiting,
      sorted.filter((file) => place(file) < 0),
    );
  }
}

/** Both lists in their order, each spread evenly over the whole. */
function mixed<Item>(...lists: Item[][]): Item[] {
  return lists
    .flatMap((list) => list.map((item, index) => ({ item, at: index / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
