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
