/** What is wrong with a brokerage's nurturing settings, whoever sends them. */
import { NURTURE_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { Channel, type Problem } from '../../schemas/words.ts';

export const settingsProblem = (value: unknown): Problem | null =>
  NURTURE_SETTINGS.check(value) ?? meaningProblem(value as NurtureSettings);

/** The kill switch is changed another way. */
export const STOPPED_ELSEWHERE: Problem = {
  field: 'stopped',
  message: 'is not changed here',
  fix: 'Use POST /v1/nurture/stop or `doorstep nurture stop`, which reach sends that are on their way too',
};

const CHANNELS: readonly string[] = Channel.enum;

/** What the schema cannot say: names must mean something, and caps must agree. */
function meaningProblem({ autonomy, campaigns, caps, sender }: NurtureSettings): Problem | null {
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
