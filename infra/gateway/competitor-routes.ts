/** `/v1/competitors`: the registry, what leads proposed to it, and how often each is spoken of. */
import type { CompetitorRegistry } from '../../schemas/competition.ts';
import { ACCEPT_ACT, IGNORE_ACT } from '../../schemas/competition-acts.ts';
import type { Competitors } from '../../schemas/competition-answers.ts';
import { MAX_PROPOSED } from '../../schemas/limits.ts';
import type { Problem } from '../../schemas/words.ts';
import { failure, invalid, json } from './answers.ts';
import { type CompetitionAnalytics, unlessAway } from './competition-analytics.ts';
import { NO_REGISTRY } from './competition-store.ts';
import { nameKey } from './competitor-names.ts';
import {
  acceptProposed,
  type Change,
  ignoreProposed,
  proposeRegistry,
  type RegistryDeps,
} from './competitor-registry.ts';
import { readJson } from './json-body.ts';
import { byOf, readAct } from './nurture-acts.ts';
import type { Call } from './router.ts';
import type { HttpAnswer } from './transport.ts';

export interface CompetitorDeps extends RegistryDeps {
  analytics: CompetitionAnalytics;
}

export function createCompetitorRoutes(deps: CompetitorDeps) {
  const inForce = async (tenant: string) => json(200, await competitorsOf(deps, tenant));
  const changeBy = ({ claims: { tenant, sub } }: Call): Change => ({
    tenant,
    by: byOf(sub),
    now: Date.now(),
  });
  const decided = async (call: Call, problem: Problem | null) =>
    problem ? invalid(problem) : inForce(call.claims.tenant);
  return {
    competitors: ({ claims }: Call): Promise<HttpAnswer> => inForce(claims.tenant),

    async change(call: Call): Promise<HttpAnswer> {
      const parsed = readJson(call.request);
      if ('status' in parsed) return parsed;
      const proposal = await proposeRegistry(deps, parsed.value, changeBy(call));
      if ('problem' in proposal) return invalid(proposal.problem);
      return 'current' in proposal ? conflict(proposal.current) : inForce(call.claims.tenant);
    },

    async accept(call: Call): Promise<HttpAnswer> {
      const asked = readAct(call.request, ACCEPT_ACT, () => null);
      if ('status' in asked) return asked;
      return decided(call, await acceptProposed(deps, asked.value, changeBy(call)));
    },

    async ignore(call: Call): Promise<HttpAnswer> {
      const asked = readAct(call.request, IGNORE_ACT, () => null);
      if ('status' in asked) return asked;
      return decided(call, await ignoreProposed(deps, asked.value.name, changeBy(call)));
    },
  };
}

/** All that is known of a tenant's competitors. */
export async function competitorsOf(
  { competition, analytics, known }: CompetitorDeps,
  tenant: string,
): Promise<Competitors> {
  const [kept, untold, proposed, mentions] = await Promise.all([
    competition.registry(tenant),
    competition.untold(),
    competition.proposed(tenant, MAX_PROPOSED),
    unlessAway(analytics.mentions(tenant)),
  ]);
  const registry = kept?.registry ?? NO_REGISTRY;
  const mine = new Set(
    [...registry.competitors, ...known]
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .concat(registry.ignored)
      .map(nameKey),
  );
  return {
    registry,
    changedBy: kept?.by ?? null,
    changedAt: kept ? new Date(kept.at).toISOString() : null,
    told: !untold.some((one) => one.tenant === tenant && one.version <= registry.version),
    known: [...known],
    // A shard that has not heard of a decision yet may propose the name once more.
    proposed: proposed
      .filter(({ name }) => !mine.has(nameKey(name)))
      .map(({ name, lastAt }) => ({ name, lastAt: new Date(lastAt).toISOString() })),
    mentions,
  };
}

const conflict = (current: CompetitorRegistry): HttpAnswer =>
  failure({
    ...{ status: 409, code: 'conflict', field: 'version' },
    message: `The competitors have changed: version ${current.version} is in force`,
    fix: 'Make your change in the current registry, given beside this, and send that',
    detail: { current },
  });
