declare module 'tr46' {
  interface Options {
    checkBidi: boolean;
    checkHyphens: boolean;
    checkJoiners: boolean;
    useSTD3ASCIIRules: boolean;
    verifyDNSLength: boolean;
  }

  /** UTS 46 ToASCII; null when the name is not valid. */
  export function toASCII(domain: string, options: Options): string | null;

  /** UTS 46 ToUnicode; the name is of use only without error. */
  export function toUnicode(domain: string, options: Options): { domain: string; error: boolean };
}
