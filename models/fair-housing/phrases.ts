/** Phrases that say enough by themselves: each names a class and what is done to it. */
import type { ProtectedClass } from '../judges.ts';

const KIDS =
  '(?:kids?|kiddos?|child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|teen(?:s|agers?)?|minors|families|family|little ones?|ninos|hijos|bebes|menores)';
const NO =
  '(?:no|zero|without|sin|not? (?:taking|accepting|allowing|for|open to|suitable for|renting to)|wont (?:take|accept|rent to|allow)|doesnt (?:take|accept|rent to|allow|want|like)|dont (?:take|accept|rent to|allow|want|do)|not rent to|free of|isnt for|never rent\\w* to|no (?:renta\\w*|acepta\\w*|se aceptan|quiere\\w*|le renta\\w*)(?: \\w+){0,2})(?: \\w+){0,2}';
const FOR =
  '(?:for|suited? (?:for|to)|suits?|geared (?:to|toward|towards)|para|meant for|welcomes?|seeking|wants?|prefers?|prefiere\\w*|busca\\w*|wanted)(?: (?:an?|the|any|your|all|un|una|good|nice|quiet|growing|young|large|big|small|la|el|las|los|really|mostly))*';
const BAD_ANIMAL =
  '(?:service|support|assistance|therapy|esa|emotional support)(?: \\w+){0,2} (?:dogs?|animals?|pets?|bulls?|letter|cats?)';

/** Phrase → class and pattern over what explaining away left. */
const PHRASES: Record<string, [ProtectedClass, string]> = {
  noKids: [
    'familial_status',
    `${NO} ${KIDS}|(?:child|kid|baby) ?free|${KIDS} (?:are not|arent|not|no) (?:allowed|permitted|welcome|accepted)`,
  ],
  forFamilies: [
    'familial_status',
    `(?:perfect|ideal|great|wonderful|just right|best|right|dream(?: home)?|retreat|ideales?|perfect[oa]s?) ${FOR} (?:famil(?:y|ies)|familias?|moms?|mothers?|couples?|singles?|newlyweds?|empty nest\\w*|retire[de]\\w*|seniors?|parejas?|kids|children|bachelors?|young professionals?|professional couples?)|family (?:oriented|friendly|neighborhood|community)|(?:growing|young|starter|another) famil(?:y|ies)|empty nest\\w*`,
  ],
  adultsOnly: [
    'familial_status',
    '(?:adults?|grown ?ups?|adultos) (?:only|living|oriented|building|complex|community|crowd)|(?:only|solo(?: para)?|mature|just for) (?:adults|adultos|grown ?ups)|mature (?:tenants?|persons?|couples?|individuals?|residents?|adults?|renters?|people|households?)|(?:over|under) (?:16|18|21)|(?:18|21) (?:or|and) (?:older|over|up)|pareja madura',
  ],
  perChild: [
    'familial_status',
    '(?:per|each|every|cada|for each|por) (?:child|kid|nino|hijo|additional child)|(?:deposit|surcharge|extra|fee)(?: \\w+){0,5} (?:kids?|children|ninos)',
  ],
  expecting: [
    'familial_status',
    '(?:are you|youre|if youre|is she|esta) (?:\\w+ )?(?:pregnant|expecting|planning|embarazada|fostering)|(?:plan\\w*|want|piensa\\w*)(?: \\w+){0,3} (?:kids|children|hijos|a family)|childbearing',
  ],
  walkToWorship: [
    'religion',
    '(?:walk(?:ing)?(?: distance)?|steps|stroll|blocks?) (?:to|from)(?: \\w+){0,2} (?:temple|shul|synagogue|church|mosque|chapel|mass|masjid|parish)',
  ],
  faithOnly: [
    'religion',
    '(?:christians?|catholics?|muslims?|jewish|jews|hindus?|believers|born again|mormons?|lds|shomer \\w+|prayerful|cristian[oa]s?|catolic[oa]s?|evangelic[oa]s?)(?: \\w+)? (?:only|preferred|wanted|welcome|community|famil\\w*|neighborhood|area|household|crowd|tenants?|couple|home|buyers?|clients?|applicants?|person)|good christian|god fearing|fellow believers?|same faith|hermanos en la fe|your faith|non christians?|church (?:family|members|reference)',
  ],
  skin: [
    'color',
    '(?:skin(?:ned)?|complexion\\w*|tez|piel) ?(?:\\w+)?|coloreds?|(?:person|people) of color|moren(?:os|as|itos|itas)',
  ],
  raceOnly: [
    'race',
    '(?:mostly|all|only|predominantly|percent|no|too|very|majority|prefer\\w*(?: an?)?) (?:white|black|asian|caucasian|minority|african american|blanc[oa]s?|negr[oa]s?)s?|(?:white|black|minority|african american|ethnic|caucasian|asian|native) (?:tenants?|famil\\w+|buyers?|neighborhoods?|communit\\w+|area|owners?|applicants?|people|folks|couples?|clients?|households?|section|residents?)|whites|blacks|gente blanca|mucho negro',
  ],
  english: [
    'national_origin',
    'english (?:only|speakers?|speaking)|(?:speaks?|fluent|hablan?|must know) (?:good |fluent |proper )?(?:english|ingles)|only speak \\w+|accent|(?:us|american|native|foreign) born|born (?:here|in this country)|(?:american|us) citizens?|green cards?|have papers|legal americans?|no foreign\\w*|foreigners|no immigrants?|locals only|tiene papeles',
  ],
  lastName: [
    'national_origin',
    '(?:last name|surname|with a name like|your name|names?) (?:is|like|being)? ?\\w+|your (?:countrymen|people|own people|community|culture)|(?:su|nuestra|pura) gente|our \\w+ (?:clients|buyers|neighborhoods|families)|my \\w+ (?:clients|buyers) (?:end up|buy|are|around|love)',
  ],
  ableBodied: [
    'disability',
    'able ?bodied|live independently|liv\\w+ (?:on their own|alone without|independently)|independent living|good health|healthy(?: and)? (?:tenant|active|fit|people|person)|must be healthy|physically fit|inquilino sano|manage alone|capable of living|handle the stairs|work for a living|actually work',
  ],
  noAnimals: [
    'disability',
    `(?:no|not|fee|deposit|rent|charge|refus\\w*|hard no|includ\\w*|denied|policy|ni|letter)(?: \\w+){0,5} ${BAD_ANIMAL}|${BAD_ANIMAL}(?: \\w+){0,6} (?:not allowed|hard no|answer is no|deposit|fee|rent|extra|no exceptions|like any other|pay|includes)|(?:de servicio|de apoyo)`,
  ],
  condition: [
    'disability',
    '(?:mental(?:ly)? (?:health|ill\\w*|patients?|problems?|issues)|depress\\w*|bipolar|in recovery|addicts?|junkies|crazies|retard\\w*|cripples?|hiv|halfway house|group home|sober (?:house|living)|diagnos\\w*|medications?|on disability|disability (?:check|income|benefits)|problemas mentales|discapacidad\\w*|enfermedades|your kind|wheelchair users?)',
  ],
  womenOnly: [
    'sex',
    '(?:fe)?males? (?:only|preferred|tenants?|wanted|roommate|owners|renter)|(?:lad(?:y|ies)|wom[ae]n|m[ae]n|gentlem[ae]n|girls?|guys|boys|men) (?:only|preferred|wanted|floor|building)|(?:only|no|single|prefers?|young|nice|quiet|mature|solo) (?:young |single |quiet |divorced )*(?:lad(?:y|ies)|wom[ae]n|m[ae]n|gentlem[ae]n|girls?|guys|gals?|bachelors?|mujeres|hombres|senoritas?|females?|males?)|(?:wom[ae]n|lady|girl|gal|mujer) (?:on your own|alone|applying alone|sola)|man of the house|hombre de la casa',
  ],
  orientation: [
    'sex',
    'gays?|lesbians?|homosexuals?|lgbt\\w*|transgender\\w*|trans|same sex|straight couples?|two (?:dads|moms|guys|men|women)|rainbow|normal couple',
  ],
};

export const PHRASE_NAMES = Object.keys(PHRASES);
export const PHRASE_PATTERNS = PHRASE_NAMES.map((name) => ({
  name,
  class: PHRASES[name]![0],
  pattern: new RegExp(`\\b(?:${PHRASES[name]![1]})\\b`, 'u'),
}));
