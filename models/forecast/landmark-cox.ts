/** Cox at the landmark (van Houwelingen, Scandinavian Journal of Statistics 34, 2007): the baseline beside the ensemble. */
import { coxIncidence, fitCox } from '../survival/cox.ts';
import { HORIZON } from './horizon.ts';
import { NOW_WIDTH } from './now-vector.ts';
import type { Look } from './replay-history.ts';
import type { LabelledLook } from './training-looks.ts';

const L2 = 5;
const MOST_LOOKS = 8000;
const DAYS = Float64Array.from({ length: HORIZON }, (_, d) => d + 1);

/** @returns P(converts by day d), d = 1 … 365, from how the lead stands; losses compete */
export function landmarkCox(looks: readonly LabelledLook[]): (look: Look) => Float64Array {
  const every = Math.ceil(looks.length / MOST_LOOKS);
  const some = looks.filter((_, i) => i % every === 0);
  const x = new Float64Array(some.length * NOW_WIDTH);
  some.forEach(({ now }, row) => {
    x.set(now, row * NOW_WIDTH);
  });
  const rows = { x, columns: NOW_WIDTH, time: Float64Array.from(some, ({ days }) => days) };
  const ends = (fate: LabelledLook['fate']) => Uint8Array.from(some, (look) => (look.fate === fate ? 1 : 0));
  const convert = fitCox({ ...rows, event: ends('converted') }, L2);
  const lose = fitCox({ ...rows, event: ends('lost') }, L2);
  return ({ now }) => coxIncidence(convert, lose, now, DAYS);
}
