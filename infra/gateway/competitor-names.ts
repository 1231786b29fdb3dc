/** What the names of a registry may be: each competitor's own, and nobody's who is none. */
import type { Competitor, CompetitorRegistry } from '../../schemas/competition.ts';
import type { AcceptAct } from '../../schemas/competition-acts.ts';
import type { Problem } from '../../schemas/words.ts';

/** Names are the same whatever their case and spaces. */
export const nameKey = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** What the schema cannot say: ids and names of one competitor each. An entry may add names to one that all know. */
export function registryProblem(
  { competitors, ignored }: CompetitorRegistry,
  known: readonly Competitor[],
): Problem | null {
  const owners = new Map<string, string>();
  const common = new Map(
    known.flatMap(({ id, name, aliases }) => [name, ...aliases].map((of) => [nameKey(of), id])),
  );
  const ids = new Set<string>();
  const none = new Set(ignored.map(nameKey));
  for (const [i, { id, name, aliases }] of competitors.entries()) {
    if (ids.has(id)) return taken(`competitors.${i}.id`, 'is the id of another entry', 'Merge the two');
    ids.add(id);
    for (const one of [name, ...aliases]) {
      const field = `competitors.${i}.${one === name ? 'name' : 'aliases'}`;
      const key = nameKey(one);
      if (key.length < 2) return taken(field, 'is blank', 'Write the name as leads use it');
      const owner = owners.get(key) ?? common.get(key);
      if (owner !== undefined && owner !== id)
        return taken(field, `has “${one}”, which is a name of ${owner}`, 'Keep it with one of them');
      if (none.has(key)) return taken('ignored', `has “${one}”, a name of ${id}`, 'Keep it in one place');
      owners.set(key, id);
    }
  }
  return null;
}

const taken = (field: string, message: string, fix: string): Problem => ({ field, message, fix });

/** The registry with a proposed name in it, as a new competitor or as another name of one. */
export function acceptedInto(
  registry: CompetitorRegistry,
  { name, kind, aliasOf }: AcceptAct,
  known: readonly Competitor[],
): CompetitorRegistry | { problem: Problem } {
  if ((kind === undefined) === (aliasOf === undefined)) return { problem: KIND_OR_ALIAS };
  const { competitors } = registry;
  const clean = name.trim();
  if (aliasOf === undefined) {
    const id = freeId(clean, new Set([...competitors, ...known].map((one) => one.id)));
    return { ...registry, competitors: [...competitors, { id, kind: kind!, name: clean, aliases: [] }] };
  }
  // A brokerage's own entry replaces the one that all know, so it takes its names along.
  const own = competitors.find(({ id }) => id === aliasOf);
  const base = own ?? known.find(({ id }) => id === aliasOf);
  if (!base) return { problem: NO_SUCH };
  const named = [base.name, ...base.aliases].some((one) => nameKey(one) === nameKey(clean));
  if (named) return registry;
  const entry = { ...base, aliases: [...base.aliases, clean] };
  return { ...registry, competitors: [...competitors.filter((one) => one !== own), entry] };
}

const KIND_OR_ALIAS: Problem = {
  field: 'kind',
  message: 'or aliasOf is needed, and not both',
  fix: 'Send kind for a new competitor, or aliasOf for another name of one',
};
const NO_SUCH: Problem = {
  field: 'aliasOf',
  message: 'is no competitor',
  fix: 'Use an id of GET /v1/competitors',
};

/** An id that its name suggests and nobody has. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 56)
    .replace(/-+$/, '');
  const base = slug || 'competitor';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}
