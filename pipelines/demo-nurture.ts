/** How the demo's brokerage nurtures: some agents let the engine write, some ask to see it first; nothing leaves. */
import { crc32 } from '../schemas/crc32.ts';
import type { LeadEvent } from '../schemas/lead-event.ts';
import type { NurtureSettings } from '../schemas/nurture-settings.ts';
import { AGENTS } from './invented-names.ts';

/** Area codes of all four zones; numbers 555-0100 to 0199 are nobody's (NANPA). */
const AREA_CODES = ['617', '212', '312', '214', '303', '602', '206', '415'] as const;

/** The lead as a web form would have told of it: a way to reach it, and what it agreed to. */
export function introduced(event: LeadEvent): LeadEvent {
  if (event.type !== 'profile') return event;
  const n = crc32(event.lead);
  const word = { given: true, text: 'I agree to texts and e-mails about homes', source: 'web form' };
  return {
    ...event,
    phone: `+1${AREA_CODES[n % AREA_CODES.length]}55501${String(n % 100).padStart(2, '0')}`,
    email: `${event.lead}@example.com`,
    consent: { sms: word, email: word, whatsapp: word },
  };
}

/** The demo's own, from what is in force. */
export function demoSettings(inForce: NurtureSettings): NurtureSettings {
  const [first, second] = AGENTS;
  return {
    ...inForce,
    autonomy: { default: 'approve', bySegment: {}, byAgent: { [first]: 'automatic', [second]: 'automatic' } },
    answerSeconds: 20,
    sender: {
      brokerage: 'Lantern Realty',
      postalAddress: '20 Wharf Street, Boston, MA 02110',
      agents: Object.fromEntries(AGENTS.map((agent) => [agent, { name: titled(agent) }])),
    },
  };
}

const titled = (id: string): string =>
  id.replace(/(^|-)(\w)/g, (_, gap, letter) => (gap ? ' ' : '') + letter.toUpperCase());

/** Puts the demo's settings in force, and says where its agents hear of alerts. Rejects where the gateway refuses that. */
export async function openDemoDesk(url: string, token: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const address = new URL('/v1/nurture/settings', url);
  const { settings } = (await (await fetch(address, { headers, signal })).json()) as {
    settings: NurtureSettings;
  };
  const body = JSON.stringify(demoSettings(settings));
  const answer = await fetch(address, { method: 'POST', headers, body, signal });
  if (!answer.ok) throw new Error(`the demo's nurturing settings were refused: ${await answer.text()}`);
  // By the demo's outbox nothing leaves: what would have been sent is on the alerts stream and in analytics.
  for (const agent of AGENTS) {
    const contact = JSON.stringify({ email: `${agent}@example.com` });
    const at = new URL(`/v1/agents/${agent}/contact`, url);
    const kept = await fetch(at, { method: 'PUT', headers, body: contact, signal });
    if (!kept.ok) throw new Error(`the demo's addresses for alerts were refused: ${await kept.text()}`);
  }
}
