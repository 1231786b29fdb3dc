/** One clock for all processes of this machine: CLOCK_MONOTONIC, in microseconds. */
export function nowMicros(): number {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1e6 + nanos / 1e3;
}

/** What to add to {@link nowMicros} to get epoch microseconds; good to about a millisecond. */
export const wallOffsetMicros = (): number => Date.now() * 1e3 - nowMicros();
