/** The standing holdout: leads that are never nurtured, so that there is something to compare with. */
import { hashedUniform } from './seeded-draws.ts';

/**
 * Whether a lead is among the held out, by a hash: the same on every machine and at every time, within every brokerage
 * the same share. When `share` grows, who was held out stays so.
 * @param share 0 … 1
 * @param salt another one draws another holdout
 */
export const inHoldout = (tenant: string, lead: string, share: number, salt: string): boolean =>
  hashedUniform(JSON.stringify(['holdout', salt, tenant, lead])) < share;
