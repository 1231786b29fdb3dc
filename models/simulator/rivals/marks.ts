/** Stands where the base world speaks of competitors: what is said there follows from the affair. */
export const OF_RIVALS = '\u0001';
