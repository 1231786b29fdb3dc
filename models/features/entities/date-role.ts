/** What a date is to the one who names it: the day of a closing, or one by which something must be done or ends. */
import type { Entity } from '../../../schemas/insight.ts';

type Role = NonNullable<Entity['role']>;

/** Characters looked at on either side. */
const BEFORE = 48;
const AFTER = 24;

const CLOSING = /\b(?:clos(?:e|es|ed|ing)|settle(?:s|ment)?|possession|keys|cierre|cerramos|cerrar)\b/;
const DEADLINE =
  /\b(?:by|before|until|till|til|no later than|deadline|due|lease|rental|contract|expires?|expiring|runs? out|is up|ends?|over|out by|move out|moving out|vacate|have to|has to|must|need to|needs to|gotta|report(?:ing)?|starts?|orders|auction|foreclosure|within|antes de|hasta|vence|a m[aá]s tardar|contrato)\b/;
/** Of the words of the date itself: "by June" is one, "end of June" is not. */
const WITHIN = /^(?:by|before|until|till|til|within|hasta)\b/;
const ENDS_AFTER =
  /^ ?(?:is|as)? ?(?:the |our |my )?(?:deadline|latest|at the latest|cutoff|or bust|closing|close)/;

/** @param lower the text in lower case; `start` and `end` bound the date in it */
export function dateRole(lower: string, start: number, end: number): Role | undefined {
  const clause = /[^.!?;\n]*$/.exec(lower.slice(Math.max(0, start - BEFORE), start))![0];
  const after = lower.slice(end, end + AFTER);
  const within = lower.slice(start, end);
  if (CLOSING.test(clause) || /^ ?(?:closing|close)\b/.test(after)) return 'closing';
  return DEADLINE.test(clause) || WITHIN.test(within) || ENDS_AFTER.test(after) ? 'deadline' : undefined;
}
