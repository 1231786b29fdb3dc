/** Which actions to keep ready, and when another choice is worth the making: one rule for serving and for measuring. */
import { MENU, MOST_PREPARED } from './menu.ts';

/** A chance below this is not prepared for. */
const LEAST_P = 0.02;
/**
 * What is wanted stays so until others fit so much more of the lead's deeds: one in fifty. On the corpus that halves
 * what is prepared, and costs a twentieth of what is found (measured out of fold).
 */
const WORTH = 0.02;

const places = new Map(MENU.map(({ id }, i) => [id, i]));

/**
 * @param chances of each item of the menu, in its order, given that the lead does something within the hour
 * @param pDeed that it does
 * @param known ids wanted so far
 * @returns `known` itself while it is as good, else the likeliest, at most {@link MOST_PREPARED}
 */
export function wantsOf(chances: ArrayLike<number>, pDeed: number, known: string[]): string[] {
  const best: number[] = [];
  for (let i = 0; i < MENU.length; i++) {
    const p = chances[i]!;
    if (p < LEAST_P || (best.length === MOST_PREPARED && p <= chances[best.at(-1)!]!)) continue;
    let at = best.length;
    while (at > 0 && chances[best[at - 1]!]! < p) at--;
    best.splice(at, 0, i);
    if (best.length > MOST_PREPARED) best.pop();
  }
  let gain = 0;
  for (const i of best) gain += chances[i]!;
  for (const id of known) gain -= chances[places.get(id) ?? -1] ?? 0;
  return gain * pDeed >= WORTH ? best.map((i) => MENU[i]!.id) : known;
}
