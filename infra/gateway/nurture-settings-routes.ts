/** `/v1/nurture/settings`, `/v1/nurture/stop` and `/v1/effect`. */
import { CONSENT_OF } from '../../schemas/consent.ts';
import { STOP_ACT } from '../../schemas/nurture-acts.ts';
import { NURTURE_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import type { Problem } from '../../schemas/words.ts';
import { failure, invalid, json } from './answers.ts';
import { byOf, readAct } from './nurture-acts.ts';
import { changeSettings, setStopped, settingsInForce } from './nurture-settings.ts';
import type { NurtureStore } from './nurture-store.ts';
import type { Call } from './router.ts';
import type { HttpAnswer } from './transport.ts';

export function createSettingsRoutes(store: NurtureStore) {
  const inForce = async (tenant: string) => json(200, await settingsInForce(store, tenant));
  return {
    settings: ({ claims }: Call): Promise<HttpAnswer> => inForce(claims.tenant),

    async change({ request, claims: { tenant, sub } }: Call): Promise<HttpAnswer> {
      const asked = readAct(request, NURTURE_SETTINGS, settingsProblem);
      if ('status' in asked) return asked;
      const { settings: current } = await settingsInForce(store, tenant);
      if (asked.value.version !== current.version) return conflict(asked.value.version, current);
      if (asked.value.stopped !== current.stopped) return invalid(NOT_HERE);
      const changed = await changeSettings(store, tenant, asked.value, byOf(sub), Date.now());
      if (changed) return inForce(tenant);
      return conflict(asked.value.version, (await settingsInForce(store, tenant)).settings);
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

function conflict(version: number, current: NurtureSettings): HttpAnswer {
  return failure({
    ...{ status: 409, code: 'conflict', field: 'version' },
    message: `version ${version} is not in force; ${current.version} is`,
    fix: 'Make your change in the current settings, given beside this, and send those',
    detail: { current },
  });
}

const NOT_HERE: Problem = {
  field: 'stopped',
  message: 'is not changed here',
  fix: 'Send {"stopped": …} to POST /v1/nurture/stop, which stops sends that are on their way too',
};

const mayNotResume = (): HttpAnswer =>
  failure({
    ...{ status: 403, code: 'forbidden', field: 'scopes' },
    message: 'The token allows to stop, not to send again',
    fix: 'Ask the operator for a token with the scope nurture:admin (doorstep token)',
  });

const CHANNELS: readonly string[] = CONSENT_OF.filter((of) => of !== 'all' && of !== 'topics');

/** What the schema cannot say: names must mean something, and caps must agree. */
export function settingsProblem({ autonomy, campaigns, caps, sender }: NurtureSettings): Problem | null {
  const segment = Object.keys(autonomy.bySegment).find((id) => !(SEGMENTS as readonly string[]).includes(id));
  if (segment !== undefined)
    return {
      field: `autonomy.bySegment.${segment}`,
      message: 'is no segment',
      fix: 'Use an id of segments.json',
    };
  const channel = Object.keys(campaigns).find((of) => !CHANNELS.includes(of));
  if (channel !== undefined)
    return {
      field: `campaigns.${channel}`,
      message: 'is no channel',
      fix: `Use some of ${CHANNELS.join(', ')}`,
    };
  if (!sender.brokerage.trim())
    return { field: 'sender.brokerage', message: 'is blank', fix: 'Name the brokerage as its leads know it' };
  for (const [less, more] of [
    ['perDay', 'perWeek'],
    ['marketingPerWeek', 'perWeek'],
    ['marketingPerWeek', 'marketingPerMonth'],
  ] as const) {
    if (caps[less] > caps[more])
      return { field: `caps.${less}`, message: `is above caps.${more}`, fix: `Use at most ${caps[more]}` };
  }
  return null;
}
