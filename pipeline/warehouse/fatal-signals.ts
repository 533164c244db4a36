// What an abort or a fault does to this process. The engine installs handlers that write a report
// and then sleep for 300 s, with ports open and the directory held: nobody starts the process again
// meanwhile. Node cannot set a default action directly, but it does so when the last listener goes.

const FATAL = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'] as const;

/**
 * Call it after the engine has made its first connection; later ones install nothing. Then a fatal
 * signal ends the process at once.
 */
export function restoreDefaultActions(): void {
  const listener = () => undefined;
  for (const signal of FATAL) {
    process.on(signal, listener);
    process.off(signal, listener);
  }
}
