/** The worlds with rivals that a threat is learned from and measured on, as rows with the forecasts that serve. */
import { loadEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { predictAt } from '../models/forecast/predict-history.ts';
import { parseHistory } from '../models/history/history.ts';
import { STAGES } from '../models/history/lead-notes.ts';
import type { MentionJudge } from '../models/judges.ts';
import { competitorIndex } from '../models/mentions/competitor-index.ts';
import { readBorrowedWords } from '../models/simulator/borrowed-words.ts';
import { playRivals, type RivalOptions, type RivalWorld } from '../models/simulator/rivals/overlay.ts';
import { THREAT_DAYS } from '../models/simulator/rivals/settings.ts';
import { type ReadRivals, type ThreatRow, threatRows } from '../models/threat/world-rows.ts';
import type { TextReaders } from './read-history.ts';

const world = (seed: number): RivalOptions => ({ leads: 1500, days: 240, seed, planted: 0, looks: 1 });
/** Seeds of no other world that anything is learned from. */
export const THREAT_LEARNED: readonly RivalOptions[] = [world(21), world(22)];
export const THREAT_HELD_OUT: RivalOptions = world(27);

export const threatWorldName = ({ leads, days, seed }: RivalOptions): string =>
  `simulated with rivals: ${leads} leads, ${days} days, seed ${seed}`;

/** A forecast stands for so many looks of its lead. */
const STANDS_FOR = 3;

export interface ThreatWorld {
  world: RivalWorld;
  /** In order of day; those whose 14 days were seen. */
  rows: ThreatRow[];
  lastDay: number;
}

export function playRivalWorld(options: RivalOptions): RivalWorld {
  const playing = playRivals(options, readBorrowedWords());
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
  }
}

/** An open backend is needed. @param folder of the forecast, with a trailing slash */
export function threatWorld(
  options: RivalOptions,
  readers: TextReaders,
  mentions: MentionJudge,
  folder?: URL,
): ThreatWorld {
  const played = playRivalWorld(options);
  const lastDay = options.days - THREAT_DAYS;
  const forecasts = forecastLooks(played, readers, folder);
  const rows = threatRows(played, (_, index) => forecasts[index]!, rivalsReader(readers, mentions));
  return { world: played, rows: rows.filter(({ look }) => look.day < lastDay), lastDay };
}

/** As the leads' chain reads them, where a tenant has registered nobody. */
function rivalsReader({ readText, intents }: TextReaders, mentions: MentionJudge): ReadRivals {
  const known = competitorIndex(undefined);
  return (text) => {
    const reading = readText(text, 0, undefined);
    return mentions.read(reading, text, intents.predict([reading])[0]!, known);
  };
}

function forecastLooks({ events, market, looks, truth }: RivalWorld, readers: TextReaders, folder?: URL) {
  const history = parseHistory(events, market);
  const indexOf = new Map(history.leads.map((lead, i) => [lead, i]));
  const asked = truth.map(() => 0);
  const moments: { lead: number; at: number }[] = [];
  const latest = truth.map(() => -1);
  const momentOf = looks.map(({ lead, at }) => {
    if (asked[lead]!++ % STANDS_FOR === 0)
      latest[lead] = moments.push({ lead: indexOf.get(truth[lead]!.lead)!, at }) - 1;
    return latest[lead]!;
  });
  const forecasts = predictAt(loadEnsemble(folder), history, readers, moments);
  return momentOf.map((moment) => {
    const { stage, pConvert } = forecasts[moment]!;
    return { stage: STAGES.indexOf(stage), pConvert };
  });
}
