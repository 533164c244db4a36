// Exact whole numbers of the method as decimal texts.
import { EUR_PLACES } from '../method/amount.ts';
import { fixedPoint } from '../text/fixed-point.ts';

const [MONEY_PLACES, AMOUNT_PLACES, SHARE_PLACES] = [4, 8, 6];

/** 0.0001 EUR, the unit of a floor, in 1e-10 EUR. */
export const ONE_MONEY_UNIT = 10n ** BigInt(EUR_PLACES - MONEY_PLACES);

/** In 1e-10 EUR. */
export const exactEur = (eur: bigint): string => fixedPoint(eur, EUR_PLACES);

/** In 1e-4 EUR, as the money of a floor. */
export const moneyText = (units: bigint): string => fixedPoint(units, MONEY_PLACES);

/** An amount as the record has it: without zeros at the end. */
export const amountText = (amount: bigint): string => trimmed(fixedPoint(amount, AMOUNT_PLACES));

export const shareText = (millionths: bigint): string =>
  trimmed(fixedPoint(millionths, SHARE_PLACES));

/** A rate in EUR for one unit. */
export const rateText = (rate: bigint): string => trimmed(exactEur(rate));

function trimmed(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}
