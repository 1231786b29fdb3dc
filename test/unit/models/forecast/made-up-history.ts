/** A small seeded history: leads that write, tour, offer and close on a day they name, or do not. */
import { type History, parseHistory } from '../../../../models/history/history.ts';
import { seededRandom } from '../../../../models/linear/random.ts';

const DAY = 86_400_000;
export const START = Date.UTC(2025, 0, 6, 15);

/** Lines of one lead; `random` decides how far it comes. */
function leadLines(n: number, random: () => number): object[] {
  const lead = `lead-${n}`;
  const lines: object[] = [];
  let at = START + Math.floor(random() * 200 * DAY);
  const add = (line: object) => lines.push({ id: `${lead}-${lines.length}`, lead, at, ...line });
  const wait = (days: number) => {
    at += Math.floor((0.2 + random()) * days * DAY);
  };
  add({
    type: 'profile',
    timezone: 'America/Chicago',
    source: 'website',
    area: `area-${n % 3}`,
    agent: `agent-${n % 2}`,
  });
  const say = (from: string, text: string) => add({ type: 'message', from, channel: 'sms', text });
  for (let k = 0; k < 2 + random() * 4; k++) {
    wait(2);
    say('lead', 'Is the house on Maple still available? Could we see it?');
    wait(0.1);
    say('agent', 'It is, I can show it tomorrow at 4.');
  }
  if (random() < 0.3) return lines;
  const ref = `listing-${n % 7}`;
  add({ type: 'activity', activity: 'listing_view', ref });
  wait(3);
  add({ type: 'activity', activity: 'showing_attended', ref });
  if (random() < 0.3) {
    wait(20);
    if (random() < 0.6) add({ type: 'outcome', result: 'lost' });
    return lines;
  }
  wait(5);
  add({ type: 'activity', activity: 'offer_made', ref });
  wait(2);
  add({ type: 'activity', activity: 'offer_accepted', ref });
  const closing = at + 30 * DAY;
  wait(1);
  say('agent', `Closing is set for ${new Date(closing).toISOString().slice(0, 10)}.`);
  at = closing;
  if (random() < 0.85) add({ type: 'outcome', result: 'converted' });
  return lines;
}

function marketLines(): object[] {
  return Array.from({ length: 3 * 45 }, (_, k) => {
    const week = Math.floor(k / 3);
    return {
      id: `m-${k}`,
      seq: k + 1,
      type: 'index',
      at: START + week * 7 * DAY,
      area: `area-${k % 3}`,
      inventory: 300 + 5 * week,
      medianPrice: 400_000 + 1000 * week,
      daysOnMarket: 30 + (week % 5),
      mortgageRate: 6 + 0.01 * week,
    };
  });
}

export function madeUpHistory(leads: number, seed: number): History {
  const random = seededRandom(seed);
  const lines = Array.from({ length: leads }, (_, n) => leadLines(n, random)).flat();
  return parseHistory(lines, marketLines());
}
