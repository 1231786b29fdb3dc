import { expect, it } from 'vitest';
import { WHOLE_SHARD } from '../../../../schemas/system-event.ts';
import { createDesk } from '../nurture/desk.ts';

const DAY = 86_400_000;
const REGISTRY = {
  version: 1,
  competitors: [{ id: 'bluegate', kind: 'brokerage', name: 'Bluegate', aliases: [] }],
  ignored: ['Harbor'],
};

it('a competitor that is named again is one, by its id; the latest that was more than its name stands', async () => {
  const desk = createDesk();
  await desk.say('competitors', { lead: WHOLE_SHARD, registry: REGISTRY });
  await desk.leadSays('[brokerage|bluegate|considering]', { id: 'm1' });
  await desk.pass(DAY);
  await desk.leadSays('[brokerage|bluegate|neutral]', { id: 'm2' });
  const [rival, ...others] = desk.state().competition.rivals;
  expect(others).toEqual([]);
  expect(rival).toMatchObject({
    ...{ competitor: 'bluegate', name: 'Bluegate', stance: 'considering', mentions: 2, source: 'm1' },
  });
  expect(rival!.lastAt - rival!.firstAt).toBe(DAY);
  await desk.leadSays('[brokerage|bluegate|committed!]', { id: 'm3' });
  expect(desk.state().competition.rivals[0]).toMatchObject({ stance: 'committed', source: 'm3' });
});

it('each mention is recorded and shown as a signal with its words, its event and its end', async () => {
  const desk = createDesk();
  await desk.leadSays('[agent|Pat Doe|comparing] and [portal|zillow|neutral]', { id: 'm1' });
  expect(desk.told('mention').map(({ mention, event }) => [event, mention.name, mention.stance])).toEqual([
    ['m1', 'Pat Doe', 'comparing'],
    ['m1', 'Zillow', 'neutral'],
  ]);
  const { competition } = desk.insight();
  expect(competition.signals).toMatchObject([
    { monitor: 'contact', kind: 'mention', source: 'm1', competitor: 'zillow' },
    { monitor: 'contact', kind: 'mention', source: 'm1', competitor: 'pat doe' },
  ]);
  expect(competition.signals[1]!.text).toBe('Is comparing us with Pat Doe: “[agent|Pat Doe|comparing]”');
  expect(Date.parse(competition.signals[0]!.expiresAt)).toBe(desk.now() + 30 * DAY);
});

it('unnamed ones are one of their kind, and nobody proposes them; unknown names are proposed', async () => {
  const desk = createDesk();
  await desk.leadSays('[agent||neutral]');
  await desk.leadSays('[agent||considering]');
  await desk.leadSays('[agent|Pat Doe|neutral] [portal|zillow|neutral]');
  expect(desk.state().competition.rivals.map(({ name, mentions }) => [name, mentions])).toEqual([
    ['Zillow', 1],
    ['Pat Doe', 1],
    ['', 2],
  ]);
  const proposed = desk.outputs.filter(
    (output) => output.to === 'roster' && output.list === 'main/competitors/proposed',
  );
  expect(proposed).toEqual([
    { to: 'roster', list: 'main/competitors/proposed', member: 'Pat Doe', score: desk.now() },
  ]);
});

it('who is ignored is nobody, and an older registry changes nothing', async () => {
  const desk = createDesk();
  await desk.say('competitors', { lead: WHOLE_SHARD, registry: REGISTRY });
  await desk.say('competitors', { lead: WHOLE_SHARD, registry: { ...REGISTRY, version: 0, ignored: [] } });
  await desk.leadSays('[brokerage|Harbor|considering]');
  expect(desk.state().competition.rivals).toEqual([]);
});

it('at most four rivals are kept, the latest', async () => {
  const desk = createDesk();
  for (const name of ['Ann', 'Bob', 'Cid', 'Dee', 'Eve']) await desk.leadSays(`[agent|${name}|neutral]`);
  expect(desk.state().competition.rivals.map(({ name }) => name)).toEqual(['Eve', 'Dee', 'Cid', 'Bob']);
});

it('a page of a portal is a signal once a day, and is counted each time; a saved search is none', async () => {
  const desk = createDesk();
  await desk.leadSays('hello');
  const look = (ref: string) => desk.say('activity', { activity: 'link_click', ref });
  await look('https://www.zillow.com/homedetails/1');
  await look('https://www.zillow.com/homedetails/2');
  await look('https://zillow.com.example.net/1');
  await desk.say('activity', { activity: 'saved_search', ref: '3 beds' });
  expect(desk.told('signal').map(({ signal }) => signal.text)).toEqual(['Looked at homes on zillow.com.']);
  expect(desk.state().competition.portal.n).toBe(2);
  await desk.pass(DAY);
  await look('https://www.zillow.com/homedetails/2');
  expect(desk.told('signal')).toHaveLength(2);
});

it('a rate is the limit of a lead that rates worry, and no other', async () => {
  const desk = createDesk();
  await desk.leadSays('my commission was at 5.5%');
  expect(desk.state().competition.rate.named).toBe(0);
  await desk.leadSays('rate_concern we wait until it is 5.5%');
  expect(desk.state().competition.rate.named).toBe(5.5);
});
