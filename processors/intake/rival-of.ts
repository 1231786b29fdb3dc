/** Whether whoever lists a home is a competitor of the brokerage, and under which name. */
import type { CompetitorRegistry } from '../../schemas/competition.ts';
import type { PropertyRecord } from '../../schemas/reso.ts';

/** Who counts: those in the registry, all that are not our own, or nobody. */
export type Rivals = 'registry' | 'others' | 'none';

/** The competitor behind a listing as events name it; undefined where there is none. */
export type RivalOf = (record: PropertyRecord) => string | undefined;

/** @param own agents and offices of the brokerage itself, by key */
export function createRivalOf(
  rivals: Rivals,
  own: readonly string[],
  registry: CompetitorRegistry | undefined,
): RivalOf {
  const ours = new Set(own);
  const known = new Map<string, string>();
  for (const { id, name, aliases } of registry?.competitors ?? [])
    for (const word of [name, ...aliases]) known.set(folded(word), id);
  const ignored = new Set(registry?.ignored.map(folded));
  return (record) => {
    if (rivals === 'none') return undefined;
    const keys = [record.ListAgentKey, record.ListOfficeKey].filter(isText);
    const names = [record.ListAgentFullName, record.ListOfficeName].filter(isText).map(folded);
    if (keys.some((key) => ours.has(key)) || names.some((name) => ignored.has(name))) return undefined;
    const named = names.map((name) => known.get(name)).find((id) => id !== undefined);
    return named ?? (rivals === 'others' ? keys[0]?.slice(0, 128) : undefined);
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const folded = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
