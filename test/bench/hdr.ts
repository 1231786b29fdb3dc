/** Latency histograms: HDR, microseconds, three significant digits, mergeable across processes. */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';

export type Hdr = Histogram;

/** A minute and more counts as a minute. */
const MAX_MICROS = 60_000_000;

export const createHdr = (): Hdr =>
  build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_MICROS,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
  });

export const record = (hdr: Hdr, micros: number): void =>
  hdr.recordValue(Math.min(MAX_MICROS, Math.max(0, Math.round(micros))));

/** For a message between processes. */
export const encodeHdr = (hdr: Hdr): string => encodeIntoCompressedBase64(hdr);
export const decodeHdr = (text: string): Hdr => decodeFromCompressedBase64(text);

export function mergeHdrs(hdrs: Hdr[]): Hdr {
  const all = createHdr();
  for (const hdr of hdrs) all.add(hdr);
  return all;
}

/** A percentile in ms; 0 of an empty histogram. */
export const percentileMs = (hdr: Hdr, percentile: number): number =>
  Math.round(hdr.getValueAtPercentile(percentile)) / 1000;

export interface Quantiles {
  p50: number;
  p99: number;
  p999: number;
  max: number;
}

/** In ms. */
export const quantiles = (hdr: Hdr): Quantiles => ({
  p50: percentileMs(hdr, 50),
  p99: percentileMs(hdr, 99),
  p999: percentileMs(hdr, 99.9),
  max: percentileMs(hdr, 100),
});
