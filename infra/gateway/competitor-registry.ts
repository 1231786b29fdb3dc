/** A brokerage's registry of competitors: kept by version, told to every shard's log until all have it. */
import { createHash } from 'node:crypto';
import {
  COMPETITOR_REGISTRY_CHECKER,
  type Competitor,
  type CompetitorRegistry,
} from '../../schemas/competition.ts';
import type { AcceptAct } from '../../schemas/competition-acts.ts';
import { type CompetitorsEvent, WHOLE_SHARD } from '../../schemas/system-event.ts';
import type { Problem } from '../../schemas/words.ts';
import type { Run } from '../run.ts';
import { type CompetitionStore, type KeptRegistry, NO_REGISTRY } from './competition-store.ts';
import { acceptedInto, nameKey, registryProblem } from './competitor-names.ts';
import type { NurtureStore } from './nurture-store.ts';
import { createTeller, type Telling, tellShards } from './tell-shards.ts';

/** Others may change the registry at the same time, but not that often. */
const TRIES = 5;

export interface RegistryDeps {
  competition: CompetitionStore;
  nurture: Pick<NurtureStore, 'appendToAll'>;
  /** Competitors that every brokerage knows. */
  known: readonly Competitor[];
}

/** Who changes it, and when, epoch ms. */
export interface Change {
  tenant: string;
  by: string;
  now: number;
}

/** What came of a new registry: it is in force, something is wrong with it, or another is in force by now. */
export type RegistryProposal =
  | { changed: CompetitorRegistry }
  | { problem: Problem }
  | { current: CompetitorRegistry };

/** Checks and keeps what somebody sent as the registry, made from the one in force, whose version it has. */
export async function proposeRegistry(
  deps: RegistryDeps,
  value: unknown,
  change: Change,
): Promise<RegistryProposal> {
  const problem =
    COMPETITOR_REGISTRY_CHECKER.check(value) ?? registryProblem(value as CompetitorRegistry, deps.known);
  if (problem) return { problem };
  const wanted = value as CompetitorRegistry;
  const current = await currentRegistry(deps, change.tenant);
  if (wanted.version !== current.version) return { current };
  const changed = await changeRegistry(deps, wanted, change);
  return changed ? { changed } : { current: await currentRegistry(deps, change.tenant) };
}

/** A proposed name is a competitor from now on; null, or what is wrong with that. */
export const acceptProposed = (deps: RegistryDeps, act: AcceptAct, change: Change): Promise<Problem | null> =>
  decide(deps, act.name, change, (registry) => acceptedInto(registry, act, deps.known));

/** A proposed name is none from now on. */
export const ignoreProposed = (deps: RegistryDeps, name: string, change: Change): Promise<Problem | null> =>
  decide(deps, name, change, (registry) => {
    const ignored = registry.ignored.some((one) => nameKey(one) === nameKey(name));
    return ignored ? registry : { ...registry, ignored: [...registry.ignored, name.trim()] };
  });

/** Whoever decides has seen the name, not the registry: a change of somebody else's meanwhile is no conflict. */
async function decide(
  deps: RegistryDeps,
  name: string,
  change: Change,
  next: (registry: CompetitorRegistry) => CompetitorRegistry | { problem: Problem },
): Promise<Problem | null> {
  for (let i = 0; i < TRIES; i++) {
    const registry = await currentRegistry(deps, change.tenant);
    const wanted = next(registry);
    if ('problem' in wanted) return wanted.problem;
    const problem = COMPETITOR_REGISTRY_CHECKER.check(wanted) ?? registryProblem(wanted, deps.known);
    if (problem) return problem;
    const done = wanted === registry || (await changeRegistry(deps, wanted, change));
    if (!done) continue;
    await deps.competition.decided(change.tenant, name);
    return null;
  }
  throw new Error(`the competitors of ${change.tenant} changed ${TRIES} times while one was decided on`);
}

export const currentRegistry = async (
  { competition }: Pick<RegistryDeps, 'competition'>,
  tenant: string,
): Promise<CompetitorRegistry> => (await competition.registry(tenant))?.registry ?? NO_REGISTRY;

/** Told to every shard when it resolves; null where another is in force by now. */
async function changeRegistry(
  deps: RegistryDeps,
  next: CompetitorRegistry,
  { tenant, by, now }: Change,
): Promise<CompetitorRegistry | null> {
  const registry = { ...next, version: next.version + 1 };
  if (!(await deps.competition.change(tenant, { registry, by, at: now }))) return null;
  await tellShards(telling(deps), tenant, registry.version);
  return registry;
}

const telling = ({ competition, nurture }: RegistryDeps): Telling<KeptRegistry> => ({
  kept: competition.registry,
  versionOf: ({ registry }) => registry.version,
  tell: (tenant, { registry, at }) =>
    nurture.appendToAll(JSON.stringify(competitorsEvent(tenant, registry, at))),
  untold: competition.untold,
  told: competition.told,
});

/** Its id names the registry, and what it says: told again it has the effect of once. */
function competitorsEvent(tenant: string, registry: CompetitorRegistry, at: number): CompetitorsEvent {
  const text = createHash('sha256').update(JSON.stringify(registry)).digest('hex').slice(0, 12);
  const id = `competitors:${registry.version}:${text}`;
  return { id, tenant, lead: WHOLE_SHARD, at, type: 'competitors', registry };
}

/** Until aborted: tells what others began to tell and did not finish. */
export const createRegistryTeller = (deps: RegistryDeps, onError: (error: unknown) => void): Run =>
  createTeller(telling(deps), onError);
