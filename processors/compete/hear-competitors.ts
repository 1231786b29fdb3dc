/** What the lead itself lets on of competitors: in its messages, by the pages it opens, and in how it ends. */
import type { Judges } from '../../models/judges.ts';
import { competitorIndex } from '../../models/mentions/competitor-index.ts';
import { FADES_DAYS } from '../../models/threat/facts.ts';
import { graveness } from '../../models/threat/level.ts';
import type { Mention } from '../../schemas/competition.ts';
import { INTENT_INDEX } from '../../schemas/intents.ts';
import { proposedList } from '../../schemas/shards.ts';
import type { NextTurn } from '../turn.ts';
import {
  type CompetingTurn,
  counted,
  saidBase,
  withCompetition,
  withSaid,
  withSignal,
} from './competing-turn.ts';
import type { CompetitionState } from './competition-state.ts';
import { mergeRival, rivalKey } from './merge-rivals.ts';
import { portalPage } from './portal-page.ts';
import { mentionText, portalText } from './signal-texts.ts';

const DAY_MS = 86_400_000;
const MENTION_STANDS_MS = 30 * DAY_MS;
const PORTAL_STANDS_MS = 7 * DAY_MS;

type Hearing = Pick<Judges, 'mentions' | 'intents' | 'readText' | 'threat'>;
const NONE: readonly never[] = [];

export function createHearCompetitors(judges: Hearing) {
  return function hearCompetitors(turn: NextTurn): CompetingTurn {
    const open = { ...turn, competition: withGap(turn), fresh: NONE, said: NONE };
    const { event } = turn;
    if (event.type === 'message') return event.from === 'lead' ? leadWrote(open, event, judges) : open;
    if (event.type === 'activity') return leadDid(open, event);
    return event.type === 'outcome' && event.reason ? toldWhy(open, event, event.reason, judges) : open;
  };
}

function leadWrote(turn: CompetingTurn, { text }: { text: string }, judges: Hearing): CompetingTurn {
  const { reading, intents, wide } = turn;
  const known = withRate(turn, judges.intents.thresholds);
  if (!reading || !intents) return known;
  const mentions = judges.mentions.read(reading, text, intents, competitorIndex(wide?.competitors));
  return withMentions(known, mentions, judges);
}

/** Silence is long or short by what is usual for this lead. */
function withGap({ before, asOf, state, event }: NextTurn): CompetitionState {
  const { competition } = state;
  const acted = event.type === 'activity' || (event.type === 'message' && event.from === 'lead');
  if (!acted || !before?.lastLeadAt) return competition;
  const gap = competition.gap + GAP_WEIGHT * (asOf - before.lastLeadAt - competition.gap);
  return { ...competition, gap: Math.round(gap) };
}
/** Of the latest gap in the running mean. */
const GAP_WEIGHT = 0.3;

/** A rate is the lead's limit where it says it while rates worry it. */
function withRate(turn: CompetingTurn, thresholds: Float32Array): CompetingTurn {
  const { reading, intents, competition } = turn;
  if (!reading || !intents || intents[CONCERN]! < thresholds[CONCERN]!) return turn;
  const named = reading.entities.find(
    ({ kind, value }) => kind === 'percent' && typeof value === 'number' && value >= 2 && value <= 12,
  )?.value as number | undefined;
  if (named === undefined || named === competition.rate.named) return turn;
  return withCompetition(turn, { rate: { named, told: false } });
}
const CONCERN = INTENT_INDEX.get('rate_concern')!;

const withMentions = (
  turn: CompetingTurn,
  mentions: Mention[],
  { threat }: Pick<Hearing, 'threat'>,
): CompetingTurn => mentions.reduce((next, mention) => withMention(next, mention, threat.levels.grave), turn);

/** @param grave from here on a mention is critical by itself */
function withMention(turn: CompetingTurn, mention: Mention, grave: number): CompetingTurn {
  const { event, asOf } = turn;
  const rivals = mergeRival(turn.competition.rivals, mention, asOf, event.id);
  const record = { ...saidBase(turn, 'mention'), kind: 'mention' as const, event: event.id, mention };
  const known = withSaid(proposed(withCompetition(turn, { rivals }), mention), record);
  return withSignal(known, {
    ...{ id: `mention:${event.id}:${rivalKey(mention)}`, monitor: 'contact', kind: 'mention' },
    ...{ text: mentionText(mention), source: event.id, at: asOf, expires: asOf + MENTION_STANDS_MS },
    ...{ competitor: rivalKey(mention), listing: '', grave: graveness(mention) >= grave },
  });
}

/** As long as a competitor's name may be in the registry. */
const NAME_CHARACTERS = 80;

/** Whom the registry does not know is put before a person, once for all leads that name it. */
function proposed(turn: CompetingTurn, { competitor, name }: Mention): CompetingTurn {
  const member = name.trim().slice(0, NAME_CHARACTERS);
  if (competitor !== undefined || !member) return turn;
  const list = proposedList(turn.state.tenant);
  return {
    ...turn,
    outputs: turn.outputs.concat({ to: 'roster', list, member, score: turn.asOf }),
  };
}

function leadDid(turn: CompetingTurn, { activity, ref }: { activity: string; ref?: string }): CompetingTurn {
  const { asOf, competition, event } = turn;
  if (activity === 'showing_attended')
    return withCompetition(turn, { showing: { listing: ref ?? '', at: asOf } });
  const page = portalPage(ref);
  if (!page) return turn;
  const { domain, competitor } = page;
  // Told once a day of each; counted each time.
  return withSignal(withCompetition(turn, { portal: counted(competition.portal, asOf, FADES_DAYS.portal) }), {
    ...{ id: `portal:${domain}:${Math.floor(asOf / DAY_MS)}`, monitor: 'contact', kind: 'portal_activity' },
    ...{ text: portalText(domain), source: event.id, at: asOf, expires: asOf + PORTAL_STANDS_MS },
    ...{ competitor, listing: '', grave: false },
  });
}

/** Why it ended may name who won; of a lead that is lost, that is whom it is with. */
function toldWhy(
  turn: CompetingTurn,
  { at, result }: { at: number; result: string },
  reason: string,
  judges: Hearing,
): CompetingTurn {
  const reading = judges.readText(reason, at, turn.state.contact.timezone);
  const [intents] = judges.intents.predict([reading]);
  const mentions = judges.mentions.read(reading, reason, intents!, competitorIndex(turn.wide?.competitors));
  if (result !== 'lost') return withMentions(turn, mentions, judges);
  return withMentions(
    turn,
    mentions.map((mention) => ({ ...mention, stance: 'committed' })),
    judges,
  );
}
