/** What models see of a case, by the name of the set of inputs. */
export type Views = Record<string, Float32Array>;

export const without = (inputs: Float32Array, which: readonly number[]): Float32Array =>
  inputs.filter((_, i) => !which.includes(i));
