/** How often a lead is written to. Windows roll: "per day" is within any 24 hours, wherever the lead's midnight is. */
import type { Channel } from '../../../schemas/words.ts';
import type { NurtureState, Send } from '../../nurture/nurture-state.ts';
import { isCounted } from '../../nurture/with-send.ts';
import type { GateQuestion, GateRefusal, Rule } from '../gate-question.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

type CapName = 'perDay' | 'perWeek' | 'marketingPerWeek' | 'marketingPerMonth';

interface Cap {
  name: CapName;
  window: number;
  /** Whether marketing alone is counted by it, and held by it. */
  marketing: boolean;
}

const CAPS: readonly Cap[] = [
  { name: 'perDay', window: DAY, marketing: false },
  { name: 'perWeek', window: 7 * DAY, marketing: false },
  { name: 'marketingPerWeek', window: 7 * DAY, marketing: true },
  { name: 'marketingPerMonth', window: MONTH, marketing: true },
];

const capsOf = ({ action: { purpose } }: GateQuestion): Cap[] =>
  CAPS.filter(({ marketing }) => !marketing || purpose === 'marketing');

/** What a cap counts, oldest first. */
const within = ({ window, marketing }: Cap, sends: Send[], at: number): Send[] =>
  sends
    .filter(
      (send) => isCounted(send) && send.at > at - window && (!marketing || send.purpose === 'marketing'),
    )
    .sort((a, b) => a.at - b.at);

/** Cap → used of most, before this message. */
export const capsUsed = (question: GateQuestion): Record<string, string> =>
  Object.fromEntries(
    capsOf(question).map((cap) => {
      const used = within(cap, question.nurture.sends, question.at).length;
      return [cap.name, `${used} of ${question.settings.caps[cap.name]}`];
    }),
  );

/** The refusal that lasts longest; one that has no end before any other. */
export const frequencyCaps: Rule = (question) => {
  const refusals = [...capsOf(question).map((cap) => full(cap, question)), tooSoon(question)];
  return refusals.reduce((worst, refusal) => (lasts(refusal) > lasts(worst) ? refusal : worst), undefined);
};

const lasts = (refusal: GateRefusal | undefined): number =>
  refusal ? (refusal.until ?? Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY;

function full(cap: Cap, { at, nurture, settings }: GateQuestion): GateRefusal | undefined {
  const most = settings.caps[cap.name];
  const sends = within(cap, nurture.sends, at);
  if (most === 0) return { rule: 'frequency-cap', why: `${cap.name} is 0` };
  // Sends that the state has no room for may be as many as the cap: count on no fewer.
  const forgotten = cap.marketing ? nurture.forgotten.marketing : nurture.forgotten.any;
  if (forgotten > at - cap.window)
    return { rule: 'frequency-cap', why: `${cap.name}: too many to count`, until: forgotten + cap.window };
  if (sends.length < most) return undefined;
  const until = sends[sends.length - most]!.at + cap.window;
  return { rule: 'frequency-cap', why: `${cap.name}: ${sends.length} of ${most} are used`, until };
}

/** A reply to what the lead wrote since is never too soon; how many there may be a day and a week holds for it too. */
function tooSoon({ at, nurture, settings, action }: GateQuestion): GateRefusal | undefined {
  const last = Math.max(0, ...nurture.sends.filter(isCounted).map((send) => send.at));
  const until = last + settings.caps.minHoursBetween * HOUR;
  if (last === 0 || at >= until) return undefined;
  if (action.purpose === 'reply' && lastHeard(nurture.heard) > last) return undefined;
  return {
    rule: 'frequency-cap',
    why: `Within ${settings.caps.minHoursBetween} h of the last message`,
    until,
  };
}

const lastHeard = (heard: NurtureState['heard']): number =>
  Math.max(0, ...(Object.keys(heard) as Channel[]).map((channel) => heard[channel] ?? 0));
