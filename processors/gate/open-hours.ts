/** The hours that every law and courtesy allows, where several may apply. */
import type { Channel } from '../../schemas/words.ts';
import type { Place } from './area-codes.ts';
import table from './quiet-hours.json' with { type: 'json' };

export const QUIET_HOURS_VERSION = table.version;

/** Minutes since local midnight: from the first, up to but not with the last. */
export interface Hours {
  from: number;
  to: number;
}

export interface OpenHours {
  /** By weekday, Sunday first; null: closed all day. */
  week: readonly (Hours | null)[];
  closedOnHolidays: boolean;
}

interface Row {
  jurisdiction: string;
  channels: string[];
  weekdays: string[] | null;
  saturday: string[] | null;
  sunday: string[] | null;
  holidays: string;
}

const rows: Row[] = table.rules;
/** Rules that hold wherever the lead is; the other rows are of a state, or of all that is abroad. */
const EVERYWHERE = new Set(['federal', 'brokerage']);
const ABROAD = 'abroad';

/** Jurisdiction → hours, by channel. */
const byChannel = new Map<string, Map<string, OpenHours>>();
for (const row of rows)
  for (const channel of row.channels) {
    if (!byChannel.has(channel)) byChannel.set(channel, new Map());
    byChannel.get(channel)!.set(row.jurisdiction, hoursOf(row));
  }

function hoursOf({ weekdays, saturday, sunday, holidays }: Row): OpenHours {
  const [working, last, first] = [weekdays, saturday, sunday].map((told) => told && read(told));
  const week = [first!, working!, working!, working!, working!, working!, last!];
  return { week, closedOnHolidays: holidays === 'closed' };
}

function read([from, to]: string[]): Hours {
  const [opens, closes] = [from!, to!].map(
    (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)),
  );
  return { from: opens!, to: closes! };
}

/** Null where no rule knows the channel: webchat, where the lead is looking at the page. */
export function openHours(channel: Channel, { states, abroad }: Place): OpenHours | null {
  const rules = byChannel.get(channel);
  if (!rules) return null;
  let open: OpenHours | null = null;
  for (const everywhere of EVERYWHERE) open = narrowed(open, rules.get(everywhere));
  if (abroad) open = narrowed(open, rules.get(ABROAD));
  for (const state of states) open = narrowed(open, rules.get(state));
  return open;
}

function narrowed(open: OpenHours | null, by: OpenHours | undefined): OpenHours | null {
  if (!by || !open) return open ?? by ?? null;
  return {
    week: open.week.map((hours, weekday) => common(hours, by.week[weekday]!)),
    closedOnHolidays: open.closedOnHolidays || by.closedOnHolidays,
  };
}

function common(a: Hours | null, b: Hours | null): Hours | null {
  if (!a || !b) return null;
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : null;
}
