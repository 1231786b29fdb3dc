/** What is critical by itself: the lead says that it goes, or has gone, to another. */
import type { Mention } from '../../schemas/competition.ts';

/** From here on a lead means to leave for whom it has chosen; from `LEAVING` on, whatever its stance. */
const MEANS_IT = 0.5;
const LEAVING = 0.75;

export const isGrave = ({ stance, switching }: Pick<Mention, 'stance' | 'switching'>): boolean =>
  switching >= (stance === 'committed' ? MEANS_IT : LEAVING);
