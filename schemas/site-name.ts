// Until the records name properties: the name that counts when no registry row covers a property.
import { propertyOf } from './property.ts';

export function siteName(written: string): string | null {
  const property = propertyOf(written);
  return 'fault' in property ? null : (property.ancestors.at(-1) ?? property.name);
}

/** True when {@link siteName} finds a site in the text. */
export function hasSiteName(written: string): boolean {
  return siteName(written) !== null;
}
