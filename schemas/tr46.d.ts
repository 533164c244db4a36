declare module 'tr46' {
  /** UTS 46 ToASCII; null when the name is not valid. */
  export function toASCII(
    domain: string,
    options: {
      checkBidi: boolean;
      checkHyphens: boolean;
      checkJoiners: boolean;
      useSTD3ASCIIRules: boolean;
      verifyDNSLength: boolean;
    },
  ): string | null;
}
