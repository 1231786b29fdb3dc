/** `/v1/nurture/settings`, `/v1/nurture/stop` and `/v1/effect`. */
import { STOP_ACT } from '../../schemas/nurture-acts.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import { failure, invalid, json } from './answers.ts';
import { readJson } from './json-body.ts';
import { byOf, readAct } from './nurture-acts.ts';
import { proposeSettings, setStopped, settingsInForce } from './nurture-settings.ts';
import type { NurtureStore } from './nurture-store.ts';
import type { Call } from './router.ts';
import type { HttpAnswer } from './transport.ts';

export function createSettingsRoutes(store: NurtureStore) {
  const inForce = async (tenant: string) => json(200, await settingsInForce(store, tenant));
  return {
    settings: ({ claims }: Call): Promise<HttpAnswer> => inForce(claims.tenant),

    async change({ request, claims: { tenant, sub } }: Call): Promise<HttpAnswer> {
      const parsed = readJson(request);
      if ('status' in parsed) return parsed;
      const proposal = await proposeSettings(store, tenant, parsed.value, byOf(sub), Date.now());
      if ('problem' in proposal) return invalid(proposal.problem);
      return 'current' in proposal ? conflict(proposal.current) : inForce(tenant);
    },

    async stop({ request, claims: { tenant, sub, scopes } }: Call): Promise<HttpAnswer> {
      const asked = readAct(request, STOP_ACT, () => null);
      if ('status' in asked) return asked;
      // Whoever answers for a lead may stop everything; that it goes on is the brokerage's word.
      if (!asked.value.stopped && !scopes.includes('nurture:admin')) return mayNotResume();
      await setStopped(store, tenant, asked.value.stopped, byOf(sub), Date.now());
      return inForce(tenant);
    },

    async effect({ claims }: Call): Promise<HttpAnswer> {
      return { ...json(200, null), body: (await store.effect(claims.tenant)) ?? 'null' };
    },
  };
}

const conflict = (current: NurtureSettings): HttpAnswer =>
  failure({
    ...{ status: 409, code: 'conflict', field: 'version' },
    message: `The settings have changed: version ${current.version} is in force`,
    fix: 'Make your change in the current settings, given beside this, and send those',
    detail: { current },
  });

const mayNotResume = (): HttpAnswer =>
  failure({
    ...{ status: 403, code: 'forbidden', field: 'scopes' },
    message: 'The token allows to stop, not to send again',
    fix: 'Ask the operator for a token with the scope nurture:admin (doorstep token)',
  });
