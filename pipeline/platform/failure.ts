// Failures that a person can do something about. The command line prints `message` on one line and
// exits with `exitCode`. Any other error is a defect of the program.

/** Exit codes (README.md). */
export const EXIT = { done: 0, failed: 1, usage: 2, checkFailed: 3 } as const;

export class Failure extends Error {
  readonly code: string;
  readonly exitCode: number;
  /** True when the same call may succeed later although nobody changes anything. */
  readonly retriable: boolean;

  constructor(
    code: string,
    message: string,
    options: { exitCode?: number; retriable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.retriable = options.retriable ?? false;
  }
}

/** A failure for wrong arguments or configuration: exit 2. */
export function usageFailure(code: string, message: string, cause?: unknown): Failure {
  return new Failure(code, message, { exitCode: EXIT.usage, cause });
}

/** The message of any thrown value, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** The `code` that Node and ClickHouse put on their errors, or an empty text. */
export function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** Ends the process when something that the code relies on does not hold. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition)
    throw new Error(
      `Broken invariant: ${message}. Please report this with the command that you ran.`,
    );
}
