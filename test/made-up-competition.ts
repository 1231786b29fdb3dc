/** Views of competition for tests. */
import type { CompetitionView } from '../schemas/competition.ts';

export const NO_COMPETITION: CompetitionView = {
  ...{ level: 'none', p: 0, valueAtRisk: 0, reasons: [], rivals: [], signals: [] },
};
