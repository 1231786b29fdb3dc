/**
 * Takes out of a normalised text what only looks like a request to stop: stops of buses, showings to cancel, carpets
 * to remove, "don't stop". What is left is read for requests. Each kind taken out is remembered, as evidence against.
 */
import { PatternSet } from '../patterns/pattern-set.ts';

const OBJECTS =
  '(?:tours?|showings?|viewings?|visits?|visita|cita|oferta|appointments?|appt|offers?|open house|meetings?|inspections?|listing(?! alerts?| emails?| texts?)|contract|agreement|counter(?:offer)?|house|home|garage|garaje|alfombra|carpet|kitchen|walls?|ceilings?|photos?|pictures?|pics?|market(?! reports?| updates?| emails?| texts?| notes?)|signs?|furniture|muebles|trees?|shed|fence|cerco|job|trabajo|claim|deed|loan|mortgage|contingency|lease|title|hoa\\w*|warranty|insurance|escrow|deposit|application|lockbox|paint|swing set|hot tub|utilities|cable|tenants?|cabinets|popcorn|bid|appraisal|closing|survey|trash|payment|wire|order|reservation|flight|waitlist|favorites|description|filter|search|busqueda|bathroom|den|basement|attic|sprinklers?|water|lights?|alarm|alarma|leak|dog|cat|permit|purchase|sale|deal|slot|\\dpm|\\d oclock|permission slip|power of attorney|acceptance|contest|school|lottery|timeshare|package|gym|arbitration|fee|wallpaper|fridge|price|square footage|application|clause|requirement|lien|easement|addition|deck|pool|septic|tank|old photos|video|draft|link|paperwork|phase|stuff|emails? address|address|boundary|financing|earnest|roof|driveway|yard|property|off the title|prestamo|contrato|reserva|solicitud|boleta|visita|show|showing ngayon|viewing)';

const STOPS = '(?:stop(?:ped|ping|s)?|quit(?:s|ting)?|cease)';
const OTHERS =
  '(?:sellers?|agents?|realtors?|lenders?|bank|tenants?|owners?|builders?|contractor|inspector|landlord|neighbors?|photographer|city|county|buyers?|hoa|he|roofer|appraiser|title|dogs?|toilet|furnace|ac|rain|snow|dueno|inquilino|boss|zillow|redfin|cleaner|plumber|pump|heat|fan|water|train|bus|sister|brother|bob|seller s|kids?|someone|somebody|company|realty|loan officer|underwriter|market|rates?|prices?|sprinklers)';

/** Kind → pattern. Applied in this order to what the earlier ones left. */
const KINDS = {
  // One list or address given up, the rest kept in so many words.
  partial:
    '\\b(?:unsubscribe|stop|take|drop|remove|cancel|turn off|shut off|pause|dont need|dont send|no more|quit|skip|lose|end|ya no quiero|quite|no me mande)(?: \\w+){0,6} (?:digest|newsletter|blasts?|reports?|alerts?|updates?|list|boletin|webinars?|(?:drop|rate|price|value|listing|market|weekly|monthly|daily|old|work|other|school|first) emails?|emails? about|texts? about|stuff|ones|inversionistas|condominios|new ones|notes)\\b(?=.*\\b(?:(?<!(?:you|u|ya|they|yall) )keep|keeping|leave the|leave those|still|the rest|everything else|continue|otherwise|just the new|just new|sigame|siga|sigan|seguir|but send|but text|solo lo)\\b)',
  // "don't stop sending these", "I never said to take me off", "no dejen de mandarme".
  refused:
    '\\b(?:dont(?! you)|do not|never|not|no need to|didnt|did not|wont(?! you)|cant(?! you)|cannot|couldnt|havent|isnt|arent|hate to|wouldnt|no(?= dej)|pa|nunca)(?: (?:you|u|yall|dare|want|wanna|ask|asked|asking|to|be|ever|need|me|said|say|the|a|actually|really|mean|meant|for|us|it|planning|i|just|yet))* (?:stop(?:ping)?|unsubscribe\\w*|unsub|opt(?:ing|ed)? (?:me )?out|removed?|take me off|taken off|quit|cancel|dejen? de|dejes de|deje de|sispann(?: voye)?|block|leave me (?:alone|hanging|out)|lose my)\\b(?: (?:sending|texting|the|these|those|them|me|mandarme|avisarme|my|alerts|texts|messages|voye))*',
  slip: '\\b(?:accident|accidentally|by mistake|didnt mean|did not mean|sin querer|butt dial|autocorrect|wrong chat|oops|whoops|meant for|was for my|typed stop|ignore that)\\b',
  fixed:
    '\\b(?:sorry )?(?:my )?(?:phone|cell|filter|carrier|spam filter|kid|app) (?:\\w+ ){0,2}(?:blocked|block|unsubscribed|marked|put|sent|deleted|filtered)(?: \\w+){0,4}',
  elsewhere:
    '\\b(?:to|told|texting|tell|texted|from|got) (?:\\w+ ){0,3}(?:that|the|this|an|some|your|my|another)? ?(?:other|another|different|photographer|tenant|zillow|redfin|trulia|opendoor) ?(?:company|realtor|agent|brokerage|guy|lady|group|team|one|list|s list)?(?: (?:to|from|i|stop|stopped|quit|off|calling|texting|parking|me|the|sent|keeps?))*|\\b(?:off|from|out of) (?:the|that|my) (?:\\w+ ){0,2}(?:other )?(?:brokerages?|firms?|company|title|deed|mortgage|loan|lease|market(?! updates| reports| emails)|waitlist)\\b(?: s list)?',
  idiom: `\\b(?:(?:bus|train|last|first|next|pit|rest|door|one|full|truck|t|metro|subway|trolley|quick|every|splash|red line) ?stops?|stop(?:ped|ping|s)? (?:by|in|at|over|off|sign|light|payment|work|foreclosure|thinking|worrying|apologizing|looking at|smiling|crying|laughing|talking about|someone|somebody|the car|the bleeding|the presses|short|gap|loss|watch|me if|and grab|and get|and see|and sign|being|barking|bugging you|kidding|parking|it(?= that|$| .?$| .{0,3}they| we| the)|everything|now we)|omg stop|(?:wait|hold on) stop|stop (?=dont (?:submit|send the)|youre kidding|~)|(?:did|do) (?:the |my )?(?:texts|alerts|emails|listings) stop|(?:texts|alerts|emails|listings|it|they) stopped|why did you stop sending|quit(?: ?claim\\w*| my job| my| his| her| returning| smoking| working| on me| their| showing up| the job| running| answering)|quitting(?: \\w+){0,2}|calling? it quits|call it quits|dead ?end|end (?:of|unit|up|date|table|zone|cap|result|to end)|(?:back|front|low|high|deep|far|west|east|north|south|week|rear|year|month|other) end|ended up|non ?stop|opt for|opt(?:ing)? out (?:of (?!this|these|all|text|your|the text|every|any|messag|receiv|contact|future|call|further|commun|email|it|everyth)|window|period|clause)|seller s? opting out|wrong (?:number|house number|square footage|address|link|name|price|year) (?:of|on|for|s|in)\\b|(?:my|this is my) (?:new |old |main )?number(?: is| now| but)|new number(?= is|$| \\d)|number of|lost (?:my|your|ur) number|lender lost|bed ?blocks?|what block|glass block|block (?:off|party|wall|is|out)|blocked (?:off|out|drain|by)|blocks from|full stop|stop me|i(?:ll| will| should| could| can) stop|guess ill stop|l?arret de bus|stop muna|how (?:did|do) (?:you|u) (?:get|have|know) (?:my|this) (?:number|name|info)|parar na|dar de baja(?= o| la alarma| el servicio)|planta baja|baja (?:estatura|a|el|la)|alto el|muy alto|basta con|parada|report(?:s|ing)? (?:back|to|when|is|for|on|al|the)|reportar al|inspection report|legal advice)\\b`,
  things: `\\b(?:stop|quit|end|remove|delete|cancel(?:l?ed|o|e|ar|s)?|take|block|drop|leave|terminate|withdraw|revoked?|opt(?:ed|ing)? out of|pull|quitar|quite|quitele|quiten|get|lose|erase|turn off|shut off|pause|hold off|annulez|cancela|scrub|strike|cut|removed from|be removed from|off of|sign up for|signed|agree to|never agreed to)(?: (?:the|my|our|that|this|a|an|of|from|out|all|those|any|off|down|la|el|los|una|mi|your|ur|at|on|by|in|for|over|and|to|us|me|him|her|his|their|name|please|old|last|third|next|tomorrows?|todays?|wait|s|\\d+\\w*|birch|oak|elm|ashby|\\w+ (?:st|ave|rd|ct|way|street)))* ${OBJECTS}\\b(?! (?:drop |value |house )?(?:alerts?|emails?|texts?|blasts?|reports?|updates?|newsletters?|list\\b|invit\\w+|calls|messages|digests?|notifications?))`,
  othersStop: `\\b${OTHERS}(?: (?:has|have|just|to|never|is|was|wants?|says?|said|keeps?|will|wont|finally|also|still|did|does|do|doesnt|didnt|you|at|all|guy|about|on|asked|are|were|ever))* (?:${STOPS}|cancel\\w*|removed?|revoked?|blocked|dejo de|dejo|ended|harass\\w*|opt(?:ed|ing)? out|lost|withdrew|deleted)\\b(?: (?:answering|sending|returning|coming|calling|responding|accepting))*`,
  timed: `\\b(?:dont|do not|no|never|please dont|stop|not)(?: (?:please|pls|be|ever))* (?:call|text|txt|message|email|ring|phone|contact|calls|texts|texting|calling|me llame)(?: (?:me|us|here|my cell|at work|so))*(?=(?: \\w+){0,2} (?:before|until|till|til|after \\d|past \\d|today|tonight|tomorrow|now|rn|early|late|between|during|on sundays?|on weekends|this week|yet|antes|so late|so early)\\b)`,
  others: `\\b(?:dont|do not|never|not|please dont|no)(?: (?:please|ever|need to))* (?:call|text|contact|email|message|tell|disturb|mande|send|enter|bother with|llame|forget|hesitate|worry|reply tonight)(?: (?:to|about|me|us))? (?:the|my (?:boss|employer|husband|wife|mom|work|kids?|agent|lender|attorney|tenant|dad|landlord)|her|him (?:about|before|until)|seller|sellers|tenants?|owner|that|any with|la|el|houses|casas|condos|anything (?:over|under|with|in|above|below)|until|till|about|stuff (?:over|under|in)|oferta|yet|two|three|ranches)(?: (?!again)\\w+)?`,
  criteria:
    '\\b(?:stop|quit|no more|dont need|dont send|not|do not send|dont want|no|never|no me mande)(?: (?:sending|send|showing|show|me|us|any|more|the|a|looking for|looking at|looking|with|of)){0,4} (?:condos?|townhouses?|townhomes?|ranches|apartments|flips?|fixer\\w*|two bed\\w*|three bed\\w*|one bed\\w*|\\d+ ?(?:bed\\w*|br|bd)|split levels?|pools?|hoas?|garage|carpet|duplex\\w*|lots|land|rentals?(?! alerts| emails| texts)|mobile|manufactured|new builds?|colonials?|two bedrooms|casas con|tours|places (?:in|on|with|over)|houses (?:in|on|with|over|under|near)|homes (?:in|on|with|over)|stuff (?:in|over|under|with)|mesa|downtown|anything (?:in|over|under|with)|busy roads?|south side|north side|east side|west side|listings (?:in|over|under|for))\\b',
} as const;

export type Explained = keyof typeof KINDS;
export const EXPLAINED = Object.keys(KINDS) as Explained[];
const COMPILED = new PatternSet(
  EXPLAINED.map((kind) => KINDS[kind]),
  'gu',
);

/** What is left of a normalised text, and indexes into {@link EXPLAINED} of what was taken out. */
export function explainAway(normalised: string): { left: string; kinds: number[] } {
  let left = normalised;
  const kinds: number[] = [];
  COMPILED.patterns.forEach((pattern, index) => {
    COMPILED.look(left);
    if (!COMPILED.mayMatch(index)) return;
    const after = left.replace(pattern, ' ~ ');
    if (after !== left) kinds.push(index);
    left = after;
  });
  return { left: kinds.length === 0 ? normalised : left.replace(/\s+/g, ' ').trim(), kinds };
}
