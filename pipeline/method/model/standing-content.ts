// M-REVISION and M-DISPUTE for panels and crawls: of each record the content of its highest
// revision stands, whatever the order of arrival. Where that revision has several contents, nobody
// knows which is right, and the record counts for nothing. A record that says that it never was
// (`void`) counts for nothing either.
import { grouped } from './grouped.ts';

interface Content {
  readonly source: string;
  readonly record_id: string;
  readonly revision: number;
  readonly void: boolean;
}

/** The content that stands, and all contents that the record ever had. */
export interface Standing<Record> {
  readonly content: Record;
  readonly everSaid: readonly Record[];
}

/** @param textOf the content as text: two contents are one if their texts are equal */
export function standingContents<Record extends Content>(
  records: readonly Record[],
  textOf: (record: Record) => string,
): Standing<Record>[] {
  const identity = ({ source, record_id: id }: Record) => JSON.stringify([source, id]);
  return [...grouped(records, identity).values()].flatMap((everSaid) => {
    const highest = Math.max(...everSaid.map(({ revision }) => revision));
    const contents = everSaid.filter(({ revision }) => revision === highest);
    const isDisputed = new Set(contents.map(textOf)).size > 1;
    const [content] = contents;
    return content === undefined || isDisputed || content.void ? [] : [{ content, everSaid }];
  });
}
