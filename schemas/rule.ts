// What a rule between the fields of a record reports: a reason code, and the field at fault.
import type { Reason } from './reason.ts';

interface RuleContext<Value> {
  value: Value;
  issues: {
    push: (issue: {
      code: 'custom';
      message: string;
      path: PropertyKey[];
      input: unknown;
    }) => unknown;
  };
}

export function report<Value>(
  context: RuleContext<Value>,
  message: Reason,
  path: PropertyKey[],
): void {
  context.issues.push({ code: 'custom', message, path, input: context.value });
}

interface Span {
  valid_from: string | null;
  valid_to: string | null;
}

/** A row whose last day lies before its first. */
export function reportBackwards<Value extends Span>(context: RuleContext<Value>): void {
  const { valid_from: first, valid_to: last } = context.value;
  if (first !== null && last !== null && last < first)
    report(context, 'end_before_start', ['valid_to']);
}
