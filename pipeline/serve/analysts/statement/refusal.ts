// The closed list of reasons for refusing an analyst's statement, each with the code that a
// ClickHouse server would return.
import { StatementFailure } from '../../../warehouse/execute.ts';

const REASONS = {
  too_long: { code: 62, name: 'SYNTAX_ERROR' },
  unreadable: { code: 62, name: 'SYNTAX_ERROR' },
  statement_kind: { code: 164, name: 'READONLY' },
  into_outfile: { code: 497, name: 'ACCESS_DENIED' },
  clause: { code: 497, name: 'ACCESS_DENIED' },
  database: { code: 497, name: 'ACCESS_DENIED' },
  table: { code: 497, name: 'ACCESS_DENIED' },
  table_function: { code: 497, name: 'ACCESS_DENIED' },
  function: { code: 497, name: 'ACCESS_DENIED' },
  type: { code: 497, name: 'ACCESS_DENIED' },
  parameter: { code: 497, name: 'ACCESS_DENIED' },
  format: { code: 73, name: 'UNKNOWN_FORMAT' },
  setting: { code: 164, name: 'READONLY' },
  setting_value: { code: 452, name: 'SETTING_CONSTRAINT_VIOLATION' },
} as const;

export type Reason = keyof typeof REASONS;

export class Refusal extends StatementFailure {
  readonly reason: Reason;

  /** @param what what is refused, and what to write instead */
  constructor(reason: Reason, what: string) {
    const { code, name } = REASONS[reason];
    super(code, `Code: ${String(code)}. DB::Exception: ${what} [${reason}]. (${name})`);
    this.name = 'Refusal';
    this.reason = reason;
  }

  /** A refusal that another process has already worded. */
  static again(reason: Reason, message: string): Refusal {
    const refusal = new Refusal(reason, '');
    refusal.message = message;
    return refusal;
  }
}

export function isReason(reason: string | null): reason is Reason {
  return reason !== null && reason in REASONS;
}
