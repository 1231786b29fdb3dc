/**
 * Cross-fitting: whatever a later model learns from, earlier models did not learn from. Fits are made once for each
 * set of folds left out and shared, so nested cross-validation costs pairs of folds, not their products.
 */
export type Excluded = readonly number[];

/** Remembers fits by the folds they leave out. */
export function rememberFits<T>(fit: (excluded: Excluded) => T): (excluded: Excluded) => T {
  const fits = new Map<string, T>();
  return (excluded) => {
    const folds = [...new Set(excluded)].sort((a, b) => a - b);
    const key = folds.join(',');
    const known = fits.get(key);
    if (known !== undefined) return known;
    const made = fit(folds);
    fits.set(key, made);
    return made;
  };
}

/** The folds to leave out so that nothing of `fold` was learned from, beside those left out anyway. */
export const alsoWithout = (excluded: Excluded, fold: number): Excluded =>
  excluded.includes(fold) ? excluded : [...excluded, fold];
