// Makes a fatal signal end this process at once. The engine installs handlers that write a report
// and then sleep for 300 s, with ports open and the directory held, so that no supervisor restarts
// the process meanwhile. Node cannot set a default action directly, but removing the last listener
// of a signal restores it.

const FATAL = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'] as const;

/** Call it after the first connection of the engine; later connections install no handlers. */
export function restoreDefaultActions(): void {
  const listener = () => undefined;
  for (const signal of FATAL) {
    process.on(signal, listener);
    process.off(signal, listener);
  }
}
