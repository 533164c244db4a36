// The statements that are waiting, running or being sent. An analyst can cancel their own.

interface Statement {
  user: string;
  queryId: string;
  sql: string;
}

export class Running {
  readonly #statements = new Map<Statement, AbortController>();

  /**
   * @param given aborts when the client hangs up. The signal given to `act` aborts then too, and
   * when the statement is cancelled
   */
  async during<Value>(
    statement: Statement,
    given: AbortSignal,
    act: (given: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const cancelled = new AbortController();
    this.#statements.set(statement, cancelled);
    try {
      return await act(AbortSignal.any([given, cancelled.signal]));
    } finally {
      this.#statements.delete(statement);
    }
  }

  /** Cancels statements of one analyst only. @returns their texts */
  cancel(user: string, { queryId, isTest }: { queryId: string; isTest: boolean }): string[] {
    const mine = [...this.#statements].filter(
      ([statement]) => statement.user === user && statement.queryId === queryId,
    );
    if (!isTest) for (const [, controller] of mine) controller.abort();
    return mine.map(([{ sql }]) => sql);
  }
}
