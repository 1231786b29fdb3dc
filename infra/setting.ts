/** Kinds of settings: what each may hold, and how its text is read. */

export interface Setting<T> {
  env: string;
  fallback: string;
  doc: string;
  parse(text: string): T;
  /** Never printed, and may come from a file named by `<env>_FILE`. */
  secret?: boolean;
}

export const text = (env: string, fallback: string, doc: string): Setting<string> => ({
  env,
  fallback,
  doc,
  parse: (v) => v,
});
export const secret = (env: string, doc: string): Setting<string> => ({
  ...text(env, '', doc),
  secret: true,
});
export const whole = (
  env: string,
  fallback: number,
  min: number,
  max: number,
  doc: string,
): Setting<number> => ({
  env,
  fallback: String(fallback),
  doc: `${doc} (${min}–${max})`,
  parse(v) {
    const n = Number(v);
    if (!Number.isInteger(n) || n < min || n > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return n;
  },
});
export const choice = <T extends string>(
  env: string,
  fallback: T,
  choices: readonly T[],
  doc: string,
): Setting<T> => ({
  env,
  fallback,
  doc: `${doc} (${choices.join(', ')})`,
  parse(v) {
    if (!choices.includes(v as T)) throw new Error(`must be one of ${choices.join(', ')}`);
    return v as T;
  },
});
export const list = (env: string, fallback: string, doc: string): Setting<string[]> => ({
  env,
  fallback,
  doc,
  parse: (v) =>
    v
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean),
});
/** Keys that may be changed without a gap: the first is used, each is accepted. */
export const secretList = (env: string, doc: string): Setting<string[]> => ({
  ...list(env, '', `${doc}; several with commas between, newest first, while one is being changed`),
  secret: true,
});
