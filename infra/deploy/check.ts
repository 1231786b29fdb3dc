/** One finding of `doorstep doctor`. */
export interface Check {
  name: string;
  /** `missing` stops Doorstep, `warning` costs something, `ok` is as it should be. */
  status: 'ok' | 'warning' | 'missing';
  found: string;
  /** What to do; absent where nothing is to be done. */
  fix?: string;
}

export const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });
export const missing = (name: string, found: string, fix: string): Check => ({
  name,
  status: 'missing',
  found,
  fix,
});
export const warning = (name: string, found: string, fix: string): Check => ({
  name,
  status: 'warning',
  found,
  fix,
});
