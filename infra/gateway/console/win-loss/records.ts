/** Wins and losses by competitor, ready to be shown. */
import type { Competitors, WinLoss, WinLossTable } from '../../../../schemas/competition-answers.ts';
import { kindWords } from '../competition-words.ts';
import { spelled } from '../domain-words.ts';

export interface Against {
  id: string;
  name: string;
  /** What it is, where it is known. */
  kind: string | undefined;
  /** All areas; undefined where the table has none. */
  all: WinLoss | undefined;
  /** Most decided first. */
  areas: WinLoss[];
}

const decided = ({ won, lost }: WinLoss): number => won + lost;

/** Those first against whom most was decided. @param competitors names ids; without it the ids are spelled */
export function recordsOf(
  { rows }: Omit<WinLossTable, 'plays'>,
  competitors: Pick<Competitors, 'registry' | 'known' | 'proposed'> | undefined,
): Against[] {
  const named = [...(competitors?.registry.competitors ?? []), ...(competitors?.known ?? [])];
  // What no registry has goes by its name in lower case.
  const proposed = new Map(competitors?.proposed.map(({ name }) => [name.toLowerCase(), name]));
  const ids = [...new Set(rows.map(({ competitor }) => competitor))];
  const records = ids.map((id) => {
    const mine = rows.filter(({ competitor }) => competitor === id);
    const known = named.find((one) => one.id === id);
    return {
      id,
      name: known?.name ?? proposed.get(id) ?? spelled(id),
      kind: known && kindWords(known.kind),
      all: mine.find(({ area }) => area === ''),
      areas: mine.filter(({ area }) => area !== '').sort((a, b) => decided(b) - decided(a)),
    };
  });
  const weight = ({ all, areas }: Against) =>
    all ? decided(all) : areas.reduce((sum, one) => sum + decided(one), 0);
  return records.sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
}
