/** A brokerage in memory: one shard, a clock that is moved by hand, its timers, parcels carried, and what was said. */
import type { LeadState } from '../../../../processors/lead-state.ts';
import { readInsight } from '../../../../processors/read-insight.ts';
import type { CompetitionRecord } from '../../../../schemas/competition.ts';
import type { Output } from '../../../../schemas/flow.ts';
import type { NurtureRecord } from '../../../../schemas/nurture.ts';
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../../../schemas/nurture-settings.ts';
import { WHOLE_SHARD } from '../../../../schemas/system-event.ts';
import { flow } from '../events.ts';
import { createPlayer, NOW, outputsTo } from '../play.ts';

export const AUTOMATIC: Partial<NurtureSettings> = {
  autonomy: { default: 'automatic', bySegment: {}, byAgent: {} },
  holdout: { share: 0, salt: 'x' },
  sender: {
    brokerage: 'Harbor Homes',
    postalAddress: '1 Pier Rd, Boston MA 02110',
    agents: { kim: { name: 'Kim Lee' } },
  },
};
/** A Boston number, and consent to texts and e-mails with its evidence. */
const AGREED = { given: true, text: 'I agree to texts and e-mails', source: 'web form' };
export const PROFILE = {
  ...{ name: 'Ana Diaz', phone: '+16175550142', email: 'ana@example.com', agent: 'kim' },
  ...{ timezone: 'America/New_York', consent: { sms: AGREED, email: AGREED } },
};

type Kind = NurtureRecord['kind'];
type Of<K extends Kind> = Extract<NurtureRecord, { kind: K }>;

/** @param leads the flow that is played */
export function createDesk(settings: Partial<NurtureSettings> = AUTOMATIC, leads = flow) {
  const player = createPlayer(leads);
  const timers = new Map<string, Extract<Output, { to: 'timer' }>>();
  const outputs: Output[] = [];
  const log: { event: object; at: number }[] = [];
  let now = NOW;
  let n = 0;

  async function hear(event: object): Promise<Output[]> {
    log.push({ event, at: now });
    const fresh = outputsOf(await player.play([event], { at: now }));
    outputs.push(...fresh);
    for (const output of fresh) {
      if (output.to === 'timer') timers.set(output.id, output);
      if (output.to === 'cancel') timers.delete(output.id);
      if (output.to === 'outbox' && output.space === 'leads') await hear(output.event);
    }
    return fresh;
  }
  const say = (type: string, fields: object = {}) =>
    hear({ id: `e${n++}`, tenant: 'main', lead: 'ana', at: now, type, ...fields });
  const records = <K extends Kind>(kind: K): Of<K>[] =>
    outputs.flatMap((output) =>
      output.to === 'actions' && (output.body as NurtureRecord).kind === kind ? [output.body as Of<K>] : [],
    );

  const told = <K extends CompetitionRecord['kind']>(kind: K): Extract<CompetitionRecord, { kind: K }>[] =>
    outputs.flatMap((output) =>
      output.to === 'alerts' && (output.body as CompetitionRecord).kind === kind
        ? [output.body as Extract<CompetitionRecord, { kind: K }>]
        : [],
    );

  return {
    say,
    records,
    /** Competitive records. */
    told,
    /** Steps of alerts, in order. */
    steps: () => told('alert').map(({ step }) => step),
    /** News of the market; each of its own version. */
    market: (facts: object) =>
      say('market', { id: `market:${n}`, facts: { source: 'main/area/boston', area: 'Boston', ...facts } }),
    /** A change of a listing that the lead looked at. */
    listing: (listing: object, touch = 'viewed', source = 'main/listing/12 Elm St') =>
      say('market', {
        id: `market:${n}`,
        facts: {
          ...{ source, area: 'Boston', touch },
          listing: { listing: '12 Elm St', change: 'price', price: 480_000, version: n, ...listing },
        },
      }),
    outputs,
    /** Every event, and when it reached the log. */
    log,
    /** A person approves what waits for it. */
    async approved() {
      const { plan } = (player.states.get('main/ana') as LeadState).nurture;
      if (plan?.status !== 'awaiting_approval') return;
      await say('approval', { action: plan.id, contentHash: plan.contentHash, approved: true, by: 'kim' });
    },
    /** An event as it is, such as a timer that was on its way. */
    late: hear,
    now: () => now,
    /** Lets time pass, timers and ticks firing on the way. */
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const due = [...timers.values()].sort((a, b) => a.due - b.due)[0];
        if (!due || due.due > end) break;
        timers.delete(due.id);
        now = Math.max(now, due.due);
        await hear(due.event);
      }
      now = end;
    },
    settings: (change: Partial<NurtureSettings> = settings, version = 2 + n) =>
      say('policy', {
        lead: WHOLE_SHARD,
        settings: { ...DEFAULT_SETTINGS, ...settings, ...change, version },
      }),
    leadSays: (text: string, fields: object = {}) =>
      say('message', { from: 'lead', channel: 'sms', text, ...fields }),
    agentSays: (text: string, fields: object = {}) =>
      say('message', { from: 'agent', channel: 'sms', agent: 'kim', text, ...fields }),
    state: (lead = 'ana') => player.states.get(`main/${lead}`) as LeadState,
    insight: (lead = 'ana') => readInsight(flow.pack(player.states.get(`main/${lead}`) as LeadState))!,
    timers,
  };
}
export type DeskPlay = ReturnType<typeof createDesk>;

function outputsOf(played: Awaited<ReturnType<ReturnType<typeof createPlayer>['play']>>): Output[] {
  for (const { outcome } of played) if (outcome.kind === 'reject') throw new Error(outcome.reason);
  return (['actions', 'alerts', 'insights', 'timer', 'cancel', 'outbox', 'talk', 'roster'] as const).flatMap(
    (to) => outputsTo(played, to),
  );
}
