import { describe, expect, it } from 'vitest';
import { explain } from '../../pipelines/explain.ts';
import { explainPage } from '../../pipelines/explain-page.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import type { RecordedEntry, RecordingHeader } from '../../pipelines/record.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { fakeJudges } from './processors/fake-judges.ts';
import { AUTOMATIC, PROFILE } from './processors/nurture/desk.ts';
import { NOW } from './processors/play.ts';

const MINUTE = 60_000;

/** A recording of a lead that writes and is answered, as the live log would hold it. */
async function* recording(): AsyncGenerator<RecordingHeader | RecordedEntry> {
  yield { doorstep: 'recording', space: 'leads', shards: 1, trimmed: [] };
  const say = (ms: number, event: object): RecordedEntry => ({
    ...{ shard: 0, entry: `${NOW + ms}-0` },
    event: JSON.stringify({ tenant: 'main', lead: 'ana', at: NOW + ms, ...event }),
  });
  const settings = { ...DEFAULT_SETTINGS, ...AUTOMATIC, version: 2 };
  yield say(0, { id: 's', type: 'policy', lead: WHOLE_SHARD, settings });
  yield say(1, { id: 'p', type: 'profile', ...PROFILE });
  yield say(2, { id: 'm', type: 'message', from: 'lead', channel: 'sms', text: 'property_inquiry?' });
  const due = { id: 'nurture:2', type: 'timer', timer: 'main/ana/nurture', generation: 2 };
  yield say(2 * MINUTE, due);
  yield say(3 * MINUTE, { id: 'd', type: 'delivery', action: 'n2', status: 'delivered', detail: 'SM1' });
}
const explained = (decision: string) =>
  explain(recording(), (shards) => createLeadsFlow(fakeJudges, { shards }), {
    ...{ tenant: 'main', lead: 'ana', decision },
  });

describe('a decision explained from the log', () => {
  it('is made again with all that belongs to it, in order', async () => {
    const { records, insight } = await explained('n2');
    expect(records.map(({ kind }) => kind)).toEqual(['decision', 'receipt', 'send', 'change']);
    expect(insight).toMatchObject({ seq: 2, lead: 'ana' });
    expect(await explained('n2')).toEqual({ records, insight });
  });

  it('fits a page that says what was done, why, by which rules, and what came of it', async () => {
    const page = explainPage(await explained('n2')).join('\n');
    for (const part of [
      'first reply by sms',
      'The lead wrote.',
      'What was known then',
      'I agree to texts and e-mails',
      'America/New_York 10:02',
      'quiet-hours',
      'delivered: SM1',
    ])
      expect(page).toContain(part);
    expect(page.split('\n').length).toBeLessThan(60);
  });

  it('shows the odds where a policy chose', async () => {
    const page = explainPage(await explained('n1')).join('\n');
    expect(page).toMatch(/odds +\d+ % of \d+ by policy/);
    expect(page).toContain('replyRate');
  });

  it('says so where there is no such decision', async () => {
    expect(explainPage(await explained('n99'))).toEqual(['No such decision is on the log.']);
  });
});
